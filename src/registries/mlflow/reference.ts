import {AibomError} from '../../lib/errors.ts'

/** A model as code names it: `models:/name/2`, `models:/name@alias`, `models:/name/Production`, `models:/m-…`. */
export interface MlflowReference {
  readonly name: string
  /** version, alias or stage; without one the newest, or the logged model of that id */
  readonly revision?: string
}

/** Names go into a filter between quotes. */
const namePattern = /^[^'"`\\/:\p{Cc}]{1,200}$/u
const revisionPattern = /^[^/@\s\p{Cc}]{1,256}$/u
const modelIdPattern = /^m-[0-9a-f]{32}$/

/** What may be asked for; folders of the inventory are named by it. */
export function isMlflowReference({name, revision}: MlflowReference): boolean {
  return namePattern.test(name) && !/^\.{1,2}$/.test(name) && (revision === undefined || revisionPattern.test(revision))
}

/** A logged model, which need not be registered. */
export function isLoggedModelId(name: string): boolean {
  return modelIdPattern.test(name)
}

/**
 * `mlflow:name/version`, `mlflow:name@alias`, `mlflow:name/stage`, `mlflow:name`.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID`
 */
export function parseMlflowReference(text: string): MlflowReference {
  const [, name = '', revision] = /^mlflow:([^/@]{1,200})(?:[/@](.{1,256}))?$/su.exec(text) ?? []
  const reference = {name, ...(revision !== undefined && {revision})}
  if (isMlflowReference(reference)) return reference
  throw new AibomError('AIBOM_SOURCE_INVALID', `${JSON.stringify(text)} names no model of an MLflow registry`, {
    hint: 'Name a version, an alias or a stage: aibom generate mlflow:name/2',
  })
}

/** As code writes it. */
export function formatMlflowReference({name, revision}: MlflowReference): string {
  const sign = revision !== undefined && /^\d/.test(revision) ? '/' : '@'
  return `models:/${name}${revision === undefined ? '' : `${sign}${revision}`}`
}
