import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'

/**
 * What a reference stands for: a version of a registered model, or a logged model. The server declares no digest of its
 * files.
 */
export interface MlflowModel {
  readonly name: string
  /** of a registered model */
  readonly version?: string
  /** of a logged model */
  readonly modelId?: string
  readonly runId?: string
  /** where its files lie, as the server says */
  readonly source?: string
  readonly status?: string
  readonly stage?: string
  readonly description?: string
}

/** A file or folder, by its name in the folder that was listed. */
export interface MlflowEntry {
  readonly name: string
  /** absent: a folder */
  readonly byteLength?: bigint
}

/** The server cuts descriptions at 5,000 characters. */
const textLimit = 10_000
const versionPattern = /^\d{1,9}$/

/** Whether a revision is a version number; anything else is `latest`, a stage or an alias. */
export function isMlflowVersion(text: string): boolean {
  return versionPattern.test(text)
}

/** @returns undefined where it is no version of that model */
export function toRegistered(value: unknown, asked: string): MlflowModel | undefined {
  const fields = asRecord(value)
  const name = textOf(fields, 'name')
  const version = textOf(fields, 'version')
  if (name !== asked || version === undefined || !isMlflowVersion(version)) return undefined
  const stage = textOf(fields, 'current_stage')
  return {
    name,
    version,
    ...present({
      runId: textOf(fields, 'run_id'),
      source: textOf(fields, 'source'),
      status: textOf(fields, 'status'),
      stage: stage === 'None' ? undefined : stage,
      description: textOf(fields, 'description'),
    }),
  }
}

/** @returns undefined where it is not that model */
export function toLogged(value: unknown, asked: string): MlflowModel | undefined {
  const fields = asRecord(asRecord(value)?.['info'])
  if (textOf(fields, 'model_id') !== asked) return undefined
  return {
    name: asked,
    modelId: asked,
    ...present({
      runId: textOf(fields, 'source_run_id'),
      source: textOf(fields, 'artifact_uri'),
      status: textOf(fields, 'status'),
    }),
  }
}

/** @returns undefined where it is neither a file with its size nor a folder */
export function toEntry(fields: UnknownRecord): MlflowEntry | undefined {
  const name = asText(fields['path'])
  if (name === undefined || name.includes('/')) return undefined
  if (fields['is_dir'] === true) return {name}
  const size = fields['file_size']
  const digits = typeof size === 'number' && Number.isSafeInteger(size) ? String(size) : size
  return typeof digits === 'string' && /^\d{1,18}$/.test(digits) ? {name, byteLength: BigInt(digits)} : undefined
}

function textOf(fields: UnknownRecord | undefined, name: string): string | undefined {
  const text = asText(fields?.[name])
  return text !== undefined && text.length <= textLimit ? text : undefined
}

function present(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}
