export interface MlflowSettings {
  /** without a slash at the end */
  readonly endpoint: string
  readonly origin: string
  /** value of the `Authorization` header, for that origin alone */
  readonly authorization?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The user's own MLflow server: MLFLOW_REGISTRY_URI before MLFLOW_TRACKING_URI, with MLFLOW_TRACKING_TOKEN or -USERNAME and -PASSWORD.
 * @returns undefined where none is named, or one that is not asked by http(s): a folder, a database
 */
export function readMlflowSettings(env: Environment): MlflowSettings | undefined {
  const endpoint = (env['MLFLOW_REGISTRY_URI'] ?? env['MLFLOW_TRACKING_URI'] ?? '').trim().replace(/\/+$/, '')
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') return undefined
  const authorization = authorizationOf(env)
  return {endpoint, origin: url.origin, ...(authorization !== undefined && {authorization})}
}

function authorizationOf(env: Environment): string | undefined {
  const [token, user, password] = ['TOKEN', 'USERNAME', 'PASSWORD'].map(name => env[`MLFLOW_TRACKING_${name}`])
  if (user !== undefined && user !== '' && password !== undefined) return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return token === undefined || token === '' ? undefined : `Bearer ${token}`
}
