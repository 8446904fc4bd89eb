import {homedir} from 'node:os'
import {join} from 'node:path'

/** Where this user's data lie that are to be kept, in a folder of our own. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  // the XDG specification: a relative path is to be ignored
  if (env['XDG_DATA_HOME']?.startsWith('/')) return join(env['XDG_DATA_HOME'], 'aibom')
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'aibom', 'data')
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support', 'aibom')
    : join(home, '.local', 'share', 'aibom')
}
