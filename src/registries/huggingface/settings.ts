import {homedir} from 'node:os'
import {join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {envText} from '../../lib/text/env-text.ts'
import {withoutTrailing} from '../../lib/text/text.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What the user's environment says of the hub. */
export interface HubSettings {
  /** without a slash at the end */
  readonly endpoint: string
  readonly origin: string
  readonly token?: string
  /** HF_HUB_OFFLINE: the user wants no request to the hub */
  readonly offline: boolean
  /** folder of the hub's cache: `models--org--name` … */
  readonly cacheFolder: string
}

const defaultEndpoint = 'https://huggingface.co'
const trueWords = new Set(['1', 'true', 'yes', 'on'])
const tokenLimitBytes = 4096
const tokenPattern = /^[\x21-\x7e]{1,500}$/

/**
 * The user's own settings, by the names and in the order of the official clients: HF_ENDPOINT, HF_TOKEN before the
 * token file (HF_TOKEN_PATH), neither under HF_HUB_DISABLE_IMPLICIT_TOKEN, HF_HUB_OFFLINE, HF_HOME, HF_HUB_CACHE. A
 * variable that is empty or blank counts as not set.
 * @throws {AibomError} `AIBOM_HUB_ENDPOINT`
 * @see huggingface_hub documentation, "Environment variables"
 */
export function readHubSettings(env: Environment): HubSettings {
  const endpoint = withoutTrailing(envText(env, 'HF_ENDPOINT') ?? defaultEndpoint, '/')
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new AibomError('AIBOM_HUB_ENDPOINT', 'HF_ENDPOINT is not an http(s) address', {
      hint: `Unset it, or: HF_ENDPOINT=${defaultEndpoint}`,
    })
  }
  const home = hubHome(env)
  const cache = envText(env, 'HF_HUB_CACHE') ?? envText(env, 'HUGGINGFACE_HUB_CACHE')
  const token = findToken(env, home)
  return {
    endpoint,
    origin: url.origin,
    ...(token !== undefined && {token}),
    offline: isHubOffline(env),
    cacheFolder: cache === undefined ? join(home, 'hub') : expanded(cache, env),
  }
}

/** The user wants no request to the hub: HF_HUB_OFFLINE, and where it is not set TRANSFORMERS_OFFLINE. */
export function isHubOffline(env: Environment): boolean {
  return isTrue(env, envText(env, 'HF_HUB_OFFLINE') === undefined ? 'TRANSFORMERS_OFFLINE' : 'HF_HUB_OFFLINE')
}

function hubHome(env: Environment): string {
  return expanded(
    envText(env, 'HF_HOME') ?? join(envText(env, 'XDG_CACHE_HOME') ?? join('~', '.cache'), 'huggingface'),
    env,
  )
}

/**
 * `~`, `$NAME` and `${NAME}`: files that set variables without a shell keep them so, and the official clients expand
 * them. An unknown name stays.
 */
function expanded(path: string, env: Environment): string {
  const fromHome = /^~(?:$|[\\/])/.test(path)
    ? `${envText(env, 'HOME') ?? envText(env, 'USERPROFILE') ?? homedir()}${path.slice(1)}`
    : path
  return fromHome.replace(/\$(?:(\w+)|\{(\w+)\})/g, (written, name, braced) => env[name ?? braced] ?? written)
}

function findToken(env: Environment, home: string): string | undefined {
  if (isTrue(env, 'HF_HUB_DISABLE_IMPLICIT_TOKEN')) return undefined
  const named = envText(env, 'HF_TOKEN') ?? envText(env, 'HUGGING_FACE_HUB_TOKEN')
  if (named !== undefined) return cleanToken(named)
  const stated = envText(env, 'HF_TOKEN_PATH')
  const path = stated === undefined ? join(home, 'token') : expanded(stated, env)
  try {
    return cleanToken(readUserFile(path, path, tokenLimitBytes, ''))
  } catch (error) {
    // most users have no such file; one that cannot be read is no token either, and the hub's answer then says that one
    // is needed
    if (error instanceof AibomError) return undefined
    throw error
  }
}

/** The official clients take line breaks off, too. */
function cleanToken(text: string): string | undefined {
  const token = text.replace(/[\r\n]/g, '').trim()
  return tokenPattern.test(token) ? token : undefined
}

function isTrue(env: Environment, name: string): boolean {
  return trueWords.has((env[name] ?? '').toLowerCase())
}
