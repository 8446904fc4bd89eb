import {spawn} from 'node:child_process'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {withoutTrailing} from '../../lib/text/text.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What the user's configuration has for a registry. */
export type OciCredential =
  | {readonly kind: 'basic'; readonly username: string; readonly password: string}
  /** exchanged for an access token */
  | {readonly kind: 'identity-token'; readonly token: string}

const configLimitBytes = 1024 * 1024
const answerLimitBytes = 64 * 1024
/** Helpers may ask the user for a password of their own. */
const helperTimeoutMs = 30_000
const helperPattern = /^[\w.-]{1,100}$/
/** Docker's own registry has one name in the configuration, whatever it is called in a reference. */
const dockerHubServer = 'https://index.docker.io/v1/'
const dockerHubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io'])
/** What a helper calls a user whose secret is an identity token. */
const tokenUser = '<token>'

/**
 * The user's own credential for a registry, from docker's configuration: a helper of this registry, else the common
 * store, else the file itself.
 * @see docker documentation, "docker login: credential stores"; docker-credential-helpers, "Development": the protocol
 */
export async function findOciCredential(
  host: string,
  env: Environment,
  signal: AbortSignal,
): Promise<OciCredential | undefined> {
  const config = readConfig(env)
  if (config === undefined) return undefined
  const server = dockerHubHosts.has(host) ? dockerHubServer : host
  const helper = asText(memberOf(config, 'credHelpers', server)) ?? asText(config['credsStore'])
  const found =
    helper === undefined || !helperPattern.test(helper) ? undefined : await askHelper(helper, server, env, signal)
  return (
    found ??
    storedIn(asRecord(memberOf(config, 'auths', server)) ?? asRecord(memberOf(config, 'auths', `https://${server}`)))
  )
}

function readConfig(env: Environment): UnknownRecord | undefined {
  const folder = env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.docker')
  const path = join(folder, 'config.json')
  try {
    return asRecord(JSON.parse(readUserFile(path, path, configLimitBytes, '')))
  } catch (error) {
    // no configuration, or one that docker could not read either: then nothing is known
    if (error instanceof AibomError || error instanceof SyntaxError) return undefined
    throw error
  }
}

function memberOf(config: UnknownRecord, section: string, server: string): unknown {
  const entries = asRecord(config[section]) ?? {}
  return Object.hasOwn(entries, server) ? entries[server] : undefined
}

function storedIn(entry: UnknownRecord | undefined): OciCredential | undefined {
  const token = asText(entry?.['identitytoken'])
  if (token !== undefined) return {kind: 'identity-token', token}
  const text = Buffer.from(asText(entry?.['auth']) ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon <= 0
    ? undefined
    : {kind: 'basic', username: text.slice(0, colon), password: withoutTrailing(text.slice(colon + 1), '\0')}
}

/**
 * `docker-credential-<helper> get`: the server on its input, JSON on its output. No shell; a helper that fails has no
 * credential.
 */
export function askHelper(
  helper: string,
  server: string,
  env: Environment,
  signal: AbortSignal,
  timeoutMs: number = helperTimeoutMs,
): Promise<OciCredential | undefined> {
  return new Promise(resolve => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env: {...env},
      stdio: ['pipe', 'pipe', 'ignore'],
      signal,
    })
    // what a helper started may hold its output open when it is gone itself
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      child.stdout.destroy()
    }, timeoutMs)
    const end = (credential: OciCredential | undefined): void => {
      clearTimeout(timer)
      resolve(credential)
    }
    const chunks: Buffer[] = []
    let length = 0
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= answerLimitBytes) chunks.push(chunk)
      else child.kill()
    })
    child.on('error', () => end(undefined))
    child.on('close', code => end(code === 0 ? toCredential(Buffer.concat(chunks).toString('utf8')) : undefined))
    // a helper that does not read its input has closed it: its exit code tells
    child.stdin.on('error', () => undefined)
    child.stdin.end(server)
  })
}

function toCredential(text: string): OciCredential | undefined {
  const answer = asRecord(parseJsonOrNothing(text))
  const username = asText(answer?.['Username'])
  const secret = asText(answer?.['Secret'])
  if (username === undefined || secret === undefined) return undefined
  return username === tokenUser ? {kind: 'identity-token', token: secret} : {kind: 'basic', username, password: secret}
}
