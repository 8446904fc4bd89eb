import {withoutTrailing} from '../../lib/text/text.ts'
/** A server that the user names. */
export interface MlflowServer {
  /** without credentials, and without a slash at the end */
  readonly endpoint: string
  readonly origin: string
}

/** The two servers of MLflow; often they are one. */
export interface MlflowSettings {
  /** knows registered models */
  readonly registry: MlflowServer
  /** keeps logged models, and hands on files */
  readonly tracking: MlflowServer
  /** value of the `Authorization` header, by the one origin it is for */
  readonly authorizations: ReadonlyMap<string, string>
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The user's own MLflow server: MLFLOW_REGISTRY_URI before MLFLOW_TRACKING_URI, with MLFLOW_TRACKING_TOKEN or -USERNAME
 * and -PASSWORD, else with the user and password of the address itself.
 * @returns undefined where none is named, or one that is not asked by http(s): a folder, a database
 */
export function readMlflowSettings(env: Environment): MlflowSettings | undefined {
  const trackingUrl = readAddress(env['MLFLOW_TRACKING_URI'])
  const registryUrl = isNamed(env['MLFLOW_REGISTRY_URI']) ? readAddress(env['MLFLOW_REGISTRY_URI']) : trackingUrl
  if (registryUrl === undefined) return undefined
  const urls = [registryUrl, trackingUrl ?? registryUrl]
  const authorizations = urls.flatMap((url): [string, string][] => {
    const authorization = authorizationOf(env) ?? inAddress(url)
    return authorization === undefined ? [] : [[url.origin, authorization]]
  })
  return {
    registry: toServer(registryUrl),
    tracking: toServer(trackingUrl ?? registryUrl),
    authorizations: new Map(authorizations),
  }
}

function isNamed(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}

function readAddress(text: string | undefined): URL | undefined {
  const url = text !== undefined && URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  return url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' ? undefined : url
}

function toServer({origin, pathname}: URL): MlflowServer {
  return {endpoint: withoutTrailing(`${origin}${pathname}`, '/'), origin}
}

function authorizationOf(env: Environment): string | undefined {
  const [token, user, password] = ['TOKEN', 'USERNAME', 'PASSWORD'].map(name => env[`MLFLOW_TRACKING_${name}`])
  if (user !== undefined && user !== '' && password !== undefined) return basic(user, password)
  return token === undefined || token === '' ? undefined : `Bearer ${token}`
}

function inAddress({username, password}: URL): string | undefined {
  if (username === '') return undefined
  try {
    return basic(decodeURIComponent(username), decodeURIComponent(password))
  } catch (error) {
    if (error instanceof URIError) return basic(username, password)
    throw error
  }
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
