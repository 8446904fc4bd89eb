import {resolve} from 'node:path'
import {conform} from '../../bom/check/conform.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'

/** Versions of CycloneDX that have declarations. */
const declaring: ReadonlySet<unknown> = new Set(['1.6', '1.7'])

/** Writes a changed copy of a BOM: a later version of the document, without the signature, which was of other bytes. */
export function writeCopy(document: UnknownRecord, file: string, cwd: string): void {
  const {signature: _, ...unsigned} = document
  const next = {...unsigned, version: (typeof document['version'] === 'number' ? document['version'] : 0) + 1}
  const copy = declaring.has(document['specVersion']) ? next : conform(next, '1.6').document
  writeWhole(resolve(cwd, file), toJsonText(copy), file)
}
