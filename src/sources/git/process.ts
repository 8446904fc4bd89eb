import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {devNull} from 'node:os'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {redactText} from '../../lib/redact/text.ts'

/** Where and how git runs: in a bare repository of our own, never in one we inspect. */
export interface GitSetting {
  /** of our own bare repository */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** A failed run of git: what it said, without credentials. */
export class GitFailure extends Error {}

/** Enough for the list of a repository of some millions of files. */
const outputLimit = 1024 * 1024 * 1024
const errorLimit = 16 * 1024
const shownErrorLimit = 500

/** Fixed settings; they win over every configuration file. */
const settings: readonly string[] = [
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'protocol.allow=never',
  ...['http', 'https', 'ssh', 'git', 'file'].map(scheme => `protocol.${scheme}.allow=always`),
  'credential.interactive=false',
  'transfer.fsckObjects=true',
  'transfer.bundleURI=false',
  // What old, honest repositories carry and a listing does not stumble over.
  ...['zeroPaddedFilemode', 'missingSpaceBeforeDate', 'badTimezone', 'badDate', 'missingEmail', 'multipleAuthors'].map(
    fault => `fetch.fsck.${fault}=ignore`,
  ),
  'fetch.recurseSubmodules=false',
  // Whatever is fetched comes into one pack, whose size can be watched.
  'fetch.unpackLimit=1',
  'gc.auto=0',
  'maintenance.auto=false',
  // A server that sends less than this many bytes a second for so many seconds is given up.
  'http.lowSpeedLimit=100',
  'http.lowSpeedTime=60',
]

/**
 * Variables of git's that say how to reach a host; the others could point it at another repository or start programs.
 */
const passedOn: ReadonlySet<string> = new Set([
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_CERT',
  'GIT_SSL_KEY',
  'GIT_PROXY_SSL_CAINFO',
])

/** The user's environment, so that proxies, keys and credential helpers of theirs work, but without prompts. */
export function gitEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !name.toUpperCase().startsWith('GIT_') || passedOn.has(name.toUpperCase()),
  )
  const batchMode =
    env['GIT_SSH_COMMAND'] === undefined && env['GIT_SSH'] === undefined ? {GIT_SSH_COMMAND: 'ssh -oBatchMode=yes'} : {}
  return {
    ...Object.fromEntries(kept),
    ...batchMode,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    LANGUAGE: 'C',
  }
}

/** Starts git in our repository; no shell. */
export function startGit(setting: GitSetting, args: readonly string[], stdout: 'pipe' | number): ChildProcess {
  const fixed = settings.flatMap(pair => ['-c', pair])
  return spawn('git', [...fixed, `--git-dir=${setting.folder}`, ...args], {
    cwd: setting.folder,
    env: setting.env,
    stdio: ['pipe', stdout, 'pipe'],
    windowsHide: true,
  })
}

/**
 * Runs git to its end, also after an abort: then nothing is left that could still write.
 * @returns what it wrote to stdout
 * @throws {GitFailure} with its last words; the signal's reason after an abort; {AibomError} `AIBOM_GIT_MISSING`
 */
export async function runGit(setting: GitSetting, args: readonly string[]): Promise<Buffer> {
  setting.signal.throwIfAborted()
  const child = startGit(setting, args, 'pipe')
  const chunks: Buffer[] = []
  let total = 0
  child.stdout?.on('data', (chunk: Buffer) => {
    total += chunk.length
    if (total > outputLimit) child.kill()
    else chunks.push(chunk)
  })
  await untilEnd(child, setting.signal)
  return Buffer.concat(chunks)
}

/** As {@link runGit}, with stdout written to a new file. */
export async function runGitToFile(setting: GitSetting, args: readonly string[], absolutePath: string): Promise<void> {
  const descriptor = openSync(absolutePath, 'wx')
  try {
    await untilEnd(startGit(setting, args, descriptor), setting.signal)
  } finally {
    closeSync(descriptor)
  }
}

async function untilEnd(child: ChildProcess, signal: AbortSignal): Promise<void> {
  const stop = (): void => {
    child.kill()
  }
  signal.addEventListener('abort', stop)
  child.stdin?.end()
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-errorLimit)
  })
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', error => reject(toMissing(error)))
      child.on('close', resolve)
    })
    signal.throwIfAborted()
    if (code !== 0) throw new GitFailure(lastWords(said))
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function toMissing(error: Error): Error {
  const code = systemErrorCode(error)
  if (code === undefined) return error
  if (code !== 'ENOENT') return new GitFailure(`git could not be started: ${code}`, {cause: error})
  return new AibomError('AIBOM_GIT_MISSING', 'git was not found: it is needed to read a repository by its URL', {
    hint: 'Install git, or clone the repository and name its folder',
    cause: error,
  })
}

/** The lines that say what went wrong, without control characters and credentials. */
function lastWords(said: string): string {
  const lines = said.split('\n').filter(line => /^(?:fatal|error|remote|ssh): /.test(line))
  const text = (lines.length > 0 ? lines.join('; ') : said.trim()).replace(/[\0-\x1f\x7f]+/g, ' ')
  return redactText(text.replace(/:\/\/[^/\s@]*@/g, '://')).slice(0, shownErrorLimit)
}
