import {baseName} from '../../../lib/path.ts'
import type {TargetKind} from '../target.ts'

const lockNames: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'deno.lock'],
  ...['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock'],
])
const lockPattern = /^(?:pylock(?:\.[^.]+)?\.toml|(?=.*requirements).*\.txt)$/

/**
 * A lock file, known by its name: everything that it installs against the user's registry: the bytes, who signed them,
 * where they were built.
 */
export const lock: TargetKind = {
  answers: ['publisher'],
  recognise: ({path, kind}) => kind === 'file' && isLockName(baseName(path.replaceAll('\\', '/'))),
  async verify(target, request) {
    const {verifyLock} = await import('../packages/verify-lock.ts')
    return verifyLock(target, request)
  },
}

function isLockName(name: string): boolean {
  return lockNames.has(name) || lockPattern.test(name)
}
