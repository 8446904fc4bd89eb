import {accessSync, constants, existsSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {AibomError, systemErrorCode} from '../lib/errors.ts'
import {redactUrl} from '../lib/redact/url.ts'
import {isHubId} from '../registries/huggingface/reference.ts'
import {isHubOffline} from '../registries/huggingface/settings.ts'
import {DirectorySource} from './dir.ts'
import {FileSource} from './file.ts'
import {parseGitAddress, withoutCredentials} from './git/url.ts'
import {realPathOf} from './inside.ts'
import {systemReason} from './local-file.ts'
import type {SourceOpener, SourceOptions} from './opener.ts'
import type {Source} from './source.ts'
import {isOciLayout} from './stores/oci-layout-folder.ts'

const git: SourceOpener = {
  needsNetwork: text => parseGitAddress(text)?.isLocal !== true,
  async open(text, options) {
    const address = parseGitAddress(text)
    if (address === undefined) throw notASource(text)
    const {openGitRepository} = await import('./git/git.ts')
    return openGitRepository(address, options)
  },
}

const hub: SourceOpener = {
  needsNetwork: (_text, env) => !isHubOffline(env),
  async open(text, options) {
    const {openHub} = await import('./hub/hub.ts')
    return openHub(text, options)
  },
}

const ollama: SourceOpener = {
  needsNetwork: () => false,
  async open(text, options) {
    const {ollamaFolder, openOllamaStore} = await import('./stores/ollama.ts')
    const folder = ollamaFolder(options.env)
    const name = text.slice('ollama:'.length)
    if (name === '')
      throw new AibomError('AIBOM_SOURCE_INVALID', `${text} names no model`, {
        hint: 'Write ollama:name:tag, or ollama for the whole store',
      })
    if (!existsSync(folder)) throw noStore(folder)
    return openOllamaStore(realSourcePath(folder, folder), name)
  },
}

const oci: SourceOpener = {
  needsNetwork: () => true,
  async open(text, options) {
    const {openOciArtifact} = await import('./stores/oci.ts')
    return openOciArtifact(text, options)
  },
}

const ociLayout: SourceOpener = {
  needsNetwork: () => false,
  async open(text, {cwd}) {
    const path = text.slice('oci-layout:'.length)
    if (path === '')
      throw new AibomError('AIBOM_SOURCE_INVALID', `${text} names no folder`, {hint: 'Write oci-layout:DIR'})
    const {openOciLayout} = await import('./stores/oci-layout.ts')
    const folder = realSourcePath(path, resolve(cwd, path))
    if (!isOciLayout(folder))
      throw new AibomError(
        'AIBOM_SOURCE_UNREADABLE',
        `${path} is not an image layout: oci-layout, index.json or blobs is missing`,
        {
          hint: 'Name the folder that these lie in',
        },
      )
    return openOciLayout(folder)
  },
}

const mlflow: SourceOpener = {
  needsNetwork: () => true,
  async open(text, options) {
    const {openMlflowModel} = await import('./stores/mlflow.ts')
    return openMlflowModel(text, options)
  },
}

/** What stands before the first colon of SOURCE → how it is opened. A new kind of source is a line here. */
const openers: ReadonlyMap<string, SourceOpener> = new Map([
  ...['file', 'http', 'https', 'ssh', 'git', 'git+file', 'git+http', 'git+https', 'git+ssh'].map(
    scheme => [scheme, git] as const,
  ),
  ['hf', hub],
  ['ollama', ollama],
  ['oci', oci],
  ['oci-layout', ociLayout],
  ['hf-dataset', hub],
  ['mlflow', mlflow],
])

/** What people write of other tools: never the host of somebody's git repository, which `host:path` would be. */
const foreignSchemes: ReadonlySet<string> = new Set([
  ...[
    'hf-model',
    'hf-space',
    'hf-kernel',
    'huggingface',
    'hub',
    'models',
    'docker',
    'docker-daemon',
    'containers-storage',
    'oci-archive',
  ],
  ...[
    'npm',
    'pypi',
    'pkg',
    'swh',
    's3',
    'gs',
    'az',
    'abfs',
    'dbfs',
    'ngc',
    'kaggle',
    'modelscope',
    'wandb',
    'wandb-artifact',
  ],
])

const schemePattern = /^([a-z][a-z0-9+-]+):/i

/**
 * Opens what the user named: a directory or one file (relative to `cwd`), a git URL or `user@host:path`, or one of the
 * schemes in the table above.
 * The caller disposes of it; an aborted opening leaves nothing behind.
 *
 * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND`, `AIBOM_SOURCE_UNREADABLE`, `AIBOM_SOURCE_INVALID`, `AIBOM_OFFLINE`
 */
export async function openSource(text: string, options: SourceOptions): Promise<Source> {
  options.signal.throwIfAborted()
  if (text === 'ollama' && !existsSync(resolve(options.cwd, text))) {
    const folder = (await import('./stores/ollama.ts')).ollamaFolder(options.env)
    if (!existsSync(folder)) throw noStore(folder)
    return openPath(folder, options)
  }
  const opener = openerOf(text, options.cwd)
  if (opener === undefined) return openPath(text, options)
  if (options.offline && opener.needsNetwork(text, options.env)) throw offline(text)
  return opener.open(text, options)
}

/** Whether a text is the address of a source and not a path: a git URL or one of the schemes above. */
export function isSourceAddress(text: string): boolean {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase() ?? ''
  if (foreignSchemes.has(scheme)) return false
  const opener = openers.get(scheme)
  return opener === undefined || opener === git ? parseGitAddress(text) !== undefined : true
}

function openerOf(text: string, cwd: string): SourceOpener | undefined {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase() ?? ''
  const opener = openers.get(scheme)
  if (opener !== undefined) return opener
  if (!text.includes(':') || existsSync(resolve(cwd, text))) return undefined
  if (foreignSchemes.has(scheme)) throw notASource(text)
  return parseGitAddress(text) === undefined ? undefined : git
}

async function openPath(text: string, options: SourceOptions): Promise<Source> {
  if (text.startsWith('-') || text.includes('::') || text.includes('\0')) throw notASource(text)
  const typed = resolve(options.cwd, text)
  const absolutePath = realSourcePath(text, typed)
  const stats = statSync(absolutePath)
  if (stats.isFile()) return new FileSource(absolutePath, typed)
  if (!stats.isDirectory()) throw cannotRead(text, 'it is neither a directory nor a file')
  if (isBareRepository(absolutePath)) return git.open(pathToFileURL(absolutePath).href, options)
  assertReadable(text, absolutePath)
  const store = await openStore(absolutePath)
  if (store !== undefined) return store
  return new DirectorySource(absolutePath, options.exclude, options.configured)
}

/** A folder that is the store of another program: its layout says so. */
async function openStore(folder: string): Promise<Source | undefined> {
  const [hub, ollamas, layouts] = await Promise.all([
    import('./hub/hf-cache.ts'),
    import('./stores/ollama.ts'),
    import('./stores/oci-layout.ts'),
  ])
  if (hub.isHubCache(folder)) return hub.openHubCache(folder)
  const snapshot = hub.openSnapshot(folder)
  if (snapshot !== undefined) return snapshot
  if (isOciLayout(folder)) return layouts.openOciLayout(folder)
  if (layouts.isDockerModelStore(folder)) return layouts.openDockerModelStore(folder)
  return ollamas.isOllamaStore(folder) ? ollamas.openOllamaStore(folder) : undefined
}

function realSourcePath(text: string, typed: string): string {
  try {
    return realPathOf(text, typed)
  } catch (error) {
    const cause = error instanceof AibomError ? error.cause : undefined
    const code = systemErrorCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notFound(text, cause)
    if (code !== undefined) throw cannotRead(text, systemReason(cause), cause)
    throw error
  }
}

function assertReadable(text: string, absolutePath: string): void {
  try {
    accessSync(absolutePath, constants.R_OK | constants.X_OK)
  } catch (error) {
    throw cannotRead(text, systemReason(error), error)
  }
}

/** A repository without a working tree: its files are in the commits, not on the disk. */
export function isBareRepository(folder: string): boolean {
  return (
    ['HEAD', 'objects', 'refs', 'config'].every(name => existsSync(join(folder, name))) &&
    !existsSync(join(folder, '.git'))
  )
}

function notFound(text: string, cause: unknown): AibomError {
  const hint =
    isHubId(text) && text.includes('/')
      ? `Name a path that is there; for a model on the hub: hf:${text}`
      : text === 'HEAD'
        ? 'For a revision of this repository: .#HEAD'
        : 'Name a directory, a file, a git URL, or a model as hf:, oci:// or ollama:'
  return new AibomError('AIBOM_SOURCE_NOT_FOUND', `${redactUrl(text)} does not exist`, {hint, cause})
}

function noStore(folder: string): AibomError {
  return new AibomError('AIBOM_SOURCE_NOT_FOUND', `${folder} does not exist: no store of Ollama is here`, {
    hint: 'Say where it is: OLLAMA_MODELS=FOLDER',
  })
}

function cannotRead(text: string, reason: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_SOURCE_UNREADABLE', `${redactUrl(text)} could not be read: ${reason}`, {
    hint: 'Check its permissions',
    cause,
  })
}

function notASource(text: string): AibomError {
  const hint =
    'Name a directory, a file, hf:, hf-dataset:, oci://, oci-layout:, ollama: or mlflow:, or a git URL (https, ssh, git, file) with #branch, #tag or #commit; a path that begins with a dash as ./-path'
  return new AibomError('AIBOM_SOURCE_INVALID', `${redactUrl(text)} is not a source that aibom can open`, {hint})
}

function offline(text: string): AibomError {
  const hint = 'Leave out --offline, or name a local directory'
  return new AibomError('AIBOM_OFFLINE', `${withoutCredentials(text)} needs the network, and --offline forbids it`, {
    hint,
  })
}
