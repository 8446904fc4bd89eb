import {AibomError} from '../../lib/errors.ts'
import {pathSegments} from '../../lib/http/address.ts'
import {jsonObject} from '../../lib/http/json-answer.ts'
import type {Network} from '../../lib/http/network.ts'
import {acceptRange, type ByteRange, rangeRequest} from '../../lib/http/range.ts'
import type {HttpStream} from '../../lib/http/types.ts'
import {asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {servedFolder} from './place.ts'
import {formatMlflowReference, isLoggedModelId, type MlflowReference} from './reference.ts'
import {isMlflowVersion, type MlflowEntry, type MlflowModel, toEntry, toLogged, toRegistered} from './schema.ts'
import type {MlflowServer, MlflowSettings} from './settings.ts'

/** Redirects are not followed: nobody is asked but who the user named. */
export interface MlflowClient {
  /**
   * What a reference stands for today.
   * @throws {AibomError} exit 3: `AIBOM_MLFLOW_NOT_FOUND`, `AIBOM_MLFLOW_REFUSED`, `AIBOM_MLFLOW_ANSWER`, or of the
   *   request; so do the others
   */
  find(reference: MlflowReference): Promise<MlflowModel>
  /** Where the files of a model lie, as the server resolves it, and the folder of them that it hands on itself. */
  place(model: MlflowModel): Promise<{readonly uri: string; readonly folder?: string}>
  list(folder: string): Promise<readonly MlflowEntry[]>
  /** The content of a file from `start` on, up to `end` (exclusive). */
  content(path: string, range: ByteRange): Promise<HttpStream>
}

const answerLimitBytes = 4 * 1024 * 1024
const stages = new Set(['none', 'staging', 'production', 'archived'])

interface Question {
  readonly what: string
  readonly server: MlflowServer
  readonly path: string
  readonly fields?: Readonly<Record<string, string>>
  /** what the server calls a missing alias and an unknown stage, with status 400 */
  readonly absent?: 'INVALID_PARAMETER_VALUE'
}

/**
 * @returns undefined where the server has no such thing
 * @throws {AibomError} where it refuses, or answers with something that is not JSON of its API
 */
async function askServer(
  http: Network['http'],
  {what, server, path, fields = {}, absent}: Question,
): Promise<UnknownRecord | undefined> {
  const url = new URL(`${server.endpoint}/api/2.0/${path}`)
  for (const [key, value] of Object.entries(fields)) url.searchParams.set(key, value)
  const {status, bytes} = await http.send({
    url,
    limitBytes: answerLimitBytes,
    redirect: 'none',
    headers: {accept: 'application/json'},
  })
  const answer = jsonObject(bytes)
  const code = asText(answer?.['error_code'])
  if (status === 404 && code !== undefined) return undefined
  if (status === 400 && absent !== undefined && code === absent) return undefined
  if (status !== 200 && status !== 404) throw refusal(what, status, code)
  if (status === 200 && answer !== undefined) return answer
  throw noAnswer(what, `answered ${status} with something that its API never answers`)
}

/** Asks with the client's connection: undefined where the server has no such thing. */
type Ask = (question: Question) => Promise<UnknownRecord | undefined>

/**
 * The version of a registered model that a number, `latest`, a stage or an alias stands for, as the server states it.
 */
async function askVersion(
  ask: Ask,
  server: MlflowServer,
  {name, revision}: MlflowReference,
  what: string,
): Promise<unknown> {
  if (revision === undefined || revision.toLowerCase() === 'latest') {
    const fields = {filter: `name='${name}'`, order_by: 'version_number DESC', max_results: '1'}
    return recordsOf((await ask({what, server, path: 'mlflow/model-versions/search', fields}))?.['model_versions'])[0]
  }
  if (isMlflowVersion(revision)) {
    return (await ask({what, server, path: 'mlflow/model-versions/get', fields: {name, version: revision}}))?.[
      'model_version'
    ]
  }
  const inStage = stages.has(revision.toLowerCase()) ? await askStage(ask, server, name, revision, what) : undefined
  return inStage ?? (await askAlias(ask, server, name, revision, what))
}

async function askStage(ask: Ask, server: MlflowServer, name: string, stage: string, what: string): Promise<unknown> {
  const path = 'mlflow/registered-models/get-latest-versions'
  const answer = await ask({what, server, path, fields: {name, stages: stage}, absent: 'INVALID_PARAMETER_VALUE'})
  return recordsOf(answer?.['model_versions'])[0]
}

async function askAlias(ask: Ask, server: MlflowServer, name: string, alias: string, what: string): Promise<unknown> {
  const path = 'mlflow/registered-models/alias'
  return (await ask({what, server, path, fields: {name, alias}, absent: 'INVALID_PARAMETER_VALUE'}))?.['model_version']
}

/** @see MLflow documentation, "REST API": ModelVersion, Registered Model, Logged Model, MLflow Artifacts */
export function createMlflowClient(
  {registry, tracking, authorizations}: MlflowSettings,
  {http, credentials}: Network,
): MlflowClient {
  for (const [origin, authorization] of authorizations) credentials.set(origin, authorization)

  const ask: Ask = question => askServer(http, question)

  const versionOf = (reference: MlflowReference, what: string): Promise<unknown> =>
    askVersion(ask, registry, reference, what)

  return {
    async find(reference) {
      const {name, revision} = reference
      const what = `${formatMlflowReference(reference)} of MLflow`
      const isLogged = revision === undefined && isLoggedModelId(name)
      const server = isLogged ? tracking : registry
      const found = isLogged
        ? (await ask({what, server, path: `mlflow/logged-models/${name}`}))?.['model']
        : await versionOf(reference, what)
      if (found === undefined) throw notFound(what, server)
      const model = isLogged ? toLogged(found, name) : toRegistered(found, name)
      if (model === undefined) throw noAnswer(what, 'answered with another model')
      return model
    },

    async place({name, version, source}) {
      const what = `the place of ${formatMlflowReference({name, ...(version !== undefined && {revision: version})})} of MLflow`
      const path = 'mlflow/model-versions/get-download-uri'
      const uri =
        version === undefined
          ? source
          : asText((await ask({what, server: registry, path, fields: {name, version}}))?.['artifact_uri'])
      if (uri === undefined) throw noAnswer(what, 'named none')
      const folder = servedFolder(uri, tracking)
      return {uri, ...(folder !== undefined && {folder})}
    },

    async list(folder) {
      const what = `the list of ${folder} of MLflow`
      const answer = await ask({what, server: tracking, path: 'mlflow-artifacts/artifacts', fields: {path: folder}})
      const records = recordsOf(answer?.['files'])
      const entries = records.flatMap(record => toEntry(record) ?? [])
      if (answer === undefined || entries.length < records.length)
        throw noAnswer(what, 'listed something other than files')
      return entries
    },

    async content(path, range) {
      const url = new URL(`${tracking.endpoint}/api/2.0/mlflow-artifacts/artifacts/${pathSegments(path)}`)
      const stream = await http.stream({...rangeRequest(url, range), redirect: 'none'})
      return acceptRange(stream, ({status}) => refusal(`${path} of MLflow`, status, undefined))
    },
  }
}

function notFound(what: string, {origin}: MlflowServer): AibomError {
  return new AibomError('AIBOM_MLFLOW_NOT_FOUND', `${what} is not registered at ${origin}`, {
    hint: 'Check MLFLOW_TRACKING_URI',
    exit: 3,
  })
}

function refusal(what: string, status: number, code: string | undefined): AibomError {
  const named = code !== undefined && /^[A-Z_]{1,60}$/.test(code) ? ` ${code}` : ''
  const needsLogin = status === 401 || status === 403
  return new AibomError('AIBOM_MLFLOW_REFUSED', `${what}: the server answered ${status}${named}`, {
    ...(needsLogin && {hint: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN'}),
    exit: 3,
  })
}

function noAnswer(what: string, how: string): AibomError {
  return new AibomError('AIBOM_MLFLOW_ANSWER', `${what}: the server ${how}`, {
    hint: 'Check MLFLOW_TRACKING_URI',
    exit: 3,
  })
}
