import {isJsonObject, type JsonObject, memberOf} from '../../lib/parse/strict-json.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'

/**
 * Judges the manifest of an `.mlpackage`, which says where in the package each part of the model is.
 * @returns false where the value is no such manifest
 */
export function judgeManifest(file: Examination, {itemInfoEntries: entries, rootModelIdentifier}: JsonObject): boolean {
  if (!isJsonObject(entries) || typeof rootModelIdentifier !== 'string') return false
  for (const entry of Object.values(entries)) {
    const path = memberOf(entry, 'path')
    if (typeof path === 'string' && leadsOut(path))
      file.find(pathOutside, `a part of the model is in ${JSON.stringify(path)}, outside the package`, {evidence: path})
  }
  return true
}
