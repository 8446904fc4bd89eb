import {AibomError} from '../../lib/errors.ts'
import type {Network} from '../../lib/http/network.ts'
import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import type {MlflowSettings} from './settings.ts'

/** One version of a registered model. The registry declares no digest of its files. */
export interface MlflowVersion {
  readonly name: string
  readonly version: string
  readonly runId?: string
  /** where its artifacts lie, as the registry says */
  readonly source?: string
  readonly status?: string
  readonly stage?: string
  readonly description?: string
}

const answerLimitBytes = 4 * 1024 * 1024
const versionPattern = /^\d{1,9}$/

/**
 * What `models:/name/version`, `models:/name@alias`, `models:/name/stage` or `models:/name` (the newest) stands for today.
 * @throws {AibomError} `AIBOM_MLFLOW_NOT_FOUND`, `AIBOM_MLFLOW_REFUSED`, `AIBOM_MLFLOW_ANSWER`, or of the request
 * @see MLflow documentation, «REST API»: Get ModelVersion, Get Model Version by Alias, Get Latest ModelVersions, Search ModelVersions
 */
export async function findMlflowVersion(
  name: string,
  revision: string | undefined,
  settings: MlflowSettings,
  network: Network,
): Promise<MlflowVersion> {
  if (settings.authorization !== undefined) network.credentials.set(settings.origin, settings.authorization)
  const what = `model ${name}${revision === undefined ? '' : ` ${revision}`} of MLflow`

  async function ask(path: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
    const url = new URL(`${settings.endpoint}/api/2.0/mlflow/${path}`)
    for (const [key, value] of Object.entries(fields)) url.searchParams.set(key, value)
    const {status, bytes} = await network.http.send({url, limitBytes: answerLimitBytes, headers: {accept: 'application/json'}})
    if (status === 404) return undefined
    if (status !== 200) throw new AibomError('AIBOM_MLFLOW_REFUSED', `${what}: the server answered ${status}`, {exit: 3})
    return parseAnswer(bytes, what)
  }

  const found = toVersion(await askFor(name, revision, ask))
  if (found !== undefined) return found
  throw new AibomError('AIBOM_MLFLOW_NOT_FOUND', `${what} is not registered at ${settings.origin}`, {hint: 'Check MLFLOW_TRACKING_URI', exit: 3})
}

type Ask = (path: string, fields: Readonly<Record<string, string>>) => Promise<unknown>

async function askFor(name: string, revision: string | undefined, ask: Ask): Promise<unknown> {
  if (revision === undefined) {
    const answer = asRecord(await ask('model-versions/search', {filter: `name='${name}'`, order_by: 'version_number DESC', max_results: '1'}))
    return recordsOf(answer?.['model_versions'])[0]
  }
  if (versionPattern.test(revision)) return asRecord(await ask('model-versions/get', {name, version: revision}))?.['model_version']
  const byAlias = asRecord(await ask('registered-models/alias', {name, alias: revision}))?.['model_version']
  if (byAlias !== undefined) return byAlias
  const byStage = asRecord(await ask('registered-models/get-latest-versions', {name, stages: revision}))
  return recordsOf(byStage?.['model_versions'])[0]
}

function toVersion(value: unknown): MlflowVersion | undefined {
  const fields = asRecord(value)
  const name = asText(fields?.['name'])
  const version = asText(fields?.['version'])
  if (fields === undefined || name === undefined || version === undefined || !versionPattern.test(version)) return undefined
  const texts = {
    runId: asText(fields['run_id']),
    source: asText(fields['source']),
    status: asText(fields['status']),
    stage: asText(fields['current_stage']),
    description: asText(fields['description']),
  }
  return {name, version, ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined))}
}

function parseAnswer(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new AibomError('AIBOM_MLFLOW_ANSWER', `${what} was answered with what is no JSON`, {hint: 'Check MLFLOW_TRACKING_URI', exit: 3})
  }
}
