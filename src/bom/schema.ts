import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {asRecord, type UnknownRecord} from '../lib/narrow.ts'

const require = createRequire(import.meta.url)

/** Versions that are written. */
export type SpecVersion = '1.5' | '1.6' | '1.7'

export function isSpecVersion(text: unknown): text is SpecVersion {
  return text === '1.5' || text === '1.6' || text === '1.7'
}

const schemas = new Map<string, UnknownRecord>()

/** An official schema as the CycloneDX library ships it: `bom-1.6`, `spdx`, `jsf-0.82` … */
export function loadSchema(name: string): UnknownRecord {
  const known = schemas.get(name)
  if (known !== undefined) return known
  const folder = dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json'))
  const schema = asRecord(require(join(folder, 'res/schema', `${name}.SNAPSHOT.schema.json`)))
  if (schema === undefined) throw new Error(`schema ${name} is no object`)
  schemas.set(name, schema)
  return schema
}
