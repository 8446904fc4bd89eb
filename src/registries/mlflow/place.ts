import type {MlflowServer} from './settings.ts'

const proxied = '/api/2.0/mlflow-artifacts/artifacts/'

/**
 * The folder of a model's files below what the server hands on.
 * @returns undefined where they lie elsewhere: in a bucket, on a disk, at another host
 * @see MLflow documentation, "Artifact Stores": `mlflow-artifacts:/path`, `mlflow-artifacts://host:port/path`
 */
export function servedFolder(uri: string, server: MlflowServer): string | undefined {
  const [, host, own] =
    /^mlflow-artifacts:(?:\/\/([^/]{0,300})(?![^/]))?\/{0,10}(?!\/)([^?#]{1,2000})$/s.exec(uri) ?? []
  const isOwn = host === undefined || host === '' || host === new URL(server.endpoint).host
  const below = `${server.endpoint}${proxied}`
  const folder = uri.startsWith(below) ? uri.slice(below.length) : isOwn ? own : undefined
  return folder !== undefined && isInside(folder) ? folder.replace(/\/$/, '') || undefined : undefined
}

function isInside(folder: string): boolean {
  return !/[\p{Cc}\\?#]/u.test(folder) && folder.split('/').every(segment => segment !== '.' && segment !== '..')
}
