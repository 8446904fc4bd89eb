import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import type {JsonDocument} from '../../../lib/parse/jsonc.ts'
import {keyLimit} from '../lock.ts'
import {parseSpec} from '../spec.ts'
import type {Entry, Listed} from './package-lock-entry.ts'

interface Node {
  readonly place: string
  readonly path: readonly string[]
  readonly fields: UnknownRecord
}

/**
 * The nested `dependencies` of lockfileVersion 1, as the flat entries of version 2: a place for each, `requires` as
 * dependencies.
 * The lock does not say what the root itself depends on.
 */
export function readEntriesV1(root: UnknownRecord, document: JsonDocument): Listed {
  const entries: Entry[] = []
  const malformed: string[] =
    root['dependencies'] === undefined || asRecord(root['dependencies']) !== undefined ? [] : ['dependencies']
  const open: Node[] = [{place: '', path: [], fields: root}]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const children = asRecord(node.fields['dependencies']) ?? {}
    for (const [name, value] of Object.entries(children)) {
      const fields = asRecord(value)
      const place = `${node.place === '' ? '' : `${node.place}/`}node_modules/${name}`
      if (fields === undefined || place.length > keyLimit) {
        malformed.push(place)
        continue
      }
      const path = [...node.path, 'dependencies', name]
      entries.push({place, fields: toFields(name, fields), line: document.lineOf(path)})
      open.push({place, path, fields})
    }
  }
  return {entries, malformed}
}

/** `version` is a version, `npm:name@version`, a git or archive URL, or `file:folder`. */
function toFields(name: string, fields: UnknownRecord): UnknownRecord {
  const version = asText(fields['version']) ?? ''
  const spec = parseSpec(name, version)
  return {
    name: spec.name,
    version: spec.range,
    resolved: asText(fields['resolved']) ?? spec.source ?? (spec.path === undefined ? undefined : `file:${spec.path}`),
    integrity: fields['integrity'],
    dev: fields['dev'],
    optional: fields['optional'],
    inBundle: fields['bundled'],
    dependencies: fields['requires'],
  }
}
