import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'

const require = createRequire(import.meta.url)

/** Versions that are written. */
export type SpecVersion = '1.5' | '1.6' | '1.7'

/** Versions that are read and checked: every one that has a JSON schema. */
export type CheckedVersion = '1.2' | '1.3' | '1.4' | SpecVersion

const checkedVersions: ReadonlySet<unknown> = new Set([
  '1.2',
  '1.3',
  '1.4',
  '1.5',
  '1.6',
  '1.7',
] satisfies CheckedVersion[])

/** True for `1.2` to `1.7`, as text. */
export function isCheckedVersion(text: unknown): text is CheckedVersion {
  return checkedVersions.has(text)
}

/** What a compiled schema says of one place: `instancePath` is a JSON pointer, `params` depend on the keyword. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** What a compiled schema is, whether compiled now or by the build. */
export interface Validator {
  (document: unknown): boolean
  errors?: readonly SchemaError[] | null
}

const schemas = new Map<string, UnknownRecord>()

/** An official schema as the CycloneDX library ships it: `bom-1.6`, `spdx`, `jsf-0.82` … */
export function loadSchema(name: string): UnknownRecord {
  const known = schemas.get(name)
  if (known !== undefined) return known
  const folder = dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json'))
  const schema = asRecord(require(join(folder, 'res/schema', `${name}.SNAPSHOT.schema.json`)))
  if (schema === undefined) throw new Error(`schema ${name} is not an object`)
  schemas.set(name, schema)
  return schema
}
