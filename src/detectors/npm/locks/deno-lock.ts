import {asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import {type JsonDocument, type JsonObjectDocument, parseJsonObject} from '../../../lib/parse/jsonc.ts'
import {folderOf} from '../../../lib/path.ts'
import {type Declared, type Edge, keyLimit, type Lock, type LockedPackage, type LockReading} from '../lock.ts'
import {originOf} from '../origin.ts'
import {splitAt} from '../spec.ts'
import {conditionOf} from './condition.ts'

interface Reader {
  readonly document: JsonDocument
  /** where the packages stand in the file */
  readonly path: readonly string[]
  readonly entries: UnknownRecord
  /** key of a package by its name; the lock leaves the version out only where a name has one */
  readonly keysByName: ReadonlyMap<string, string>
}

const npmScheme = 'npm:'

/**
 * Reads the npm packages of deno.lock, version 3 to 5. What the project asks for stands in `specifiers` (`npm:chalk@5`
 * → `5.3.0`); whether for running or for development it does not say.
 *
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 */
export function parseDenoLock(text: string, path: string): LockReading {
  const document = parseJsonObject(text, path)
  const top = (): Lock => readSection(document, [], path)
  const ambiguities = () => [...document.ambiguities(), ...unknownVersion(document.value['version'], /^[2-5]$/)]
  if (asRecord(document.value['packages']) === undefined) return {lock: top(), ambiguities}
  const lock = readSection(document, ['packages'], path)
  return {lock, ambiguities, ...(asRecord(document.value['npm']) !== undefined && {older: top})}
}

/** @param place of the packages: at the top, in version 3 below `packages` */
function readSection(document: JsonObjectDocument, place: readonly string[], path: string): Lock {
  const section = place.reduce((record: UnknownRecord, name) => asRecord(record[name]) ?? {}, document.value)
  const entries = asRecord(section['npm']) ?? {}
  const specifiers = asRecord(section['specifiers']) ?? {}
  const keysByName = new Map(Object.keys(entries).map(key => [splitAt(key)[0], key]))
  const reader: Reader = {document, path: [...place, 'npm'], entries, keysByName}
  const packages = new Map<string, LockedPackage>()
  const malformed: string[] = section['npm'] === undefined || asRecord(section['npm']) !== undefined ? [] : ['npm']
  for (const key of Object.keys(entries)) {
    const found = toPackage(key, reader)
    if (found === undefined) malformed.push(key)
    else packages.set(key, found)
  }
  const folder = folderOf(path)
  const keys = new Map(Object.entries(specifiers).flatMap(each => toKeys(each, reader)))
  return {
    format: 'deno-lock',
    path,
    folder,
    packages,
    importers: new Map([[folder, Object.keys(specifiers).flatMap(toDeclared)]]),
    overridden: new Set(),
    malformed,
    foreign: foreignKeys(section, document.value),
    loose: Object.keys(specifiers).filter(
      asked => asked.startsWith(npmScheme) && !keys.has(asked.slice(npmScheme.length)),
    ),
    lookup: {by: 'specifier', keys},
  }
}

/** Packages of jsr, and modules and redirects by URL. */
function foreignKeys(section: UnknownRecord, root: UnknownRecord): string[] {
  const jsr = Object.keys(asRecord(section['jsr']) ?? {}).map(key => `jsr:${key}`)
  return [...jsr, ...Object.keys(asRecord(root['remote']) ?? {})]
}

/** `npm:@scope/name@^1` → name and range. */
function toDeclared(specifier: string): Declared[] {
  if (!specifier.startsWith(npmScheme)) return []
  const [alias, spec = ''] = splitAt(specifier.slice(npmScheme.length))
  return [{alias, spec, kind: 'runtime'}]
}

/** What a project asks for, without the `npm:`, and the key of what it gets. */
function toKeys([specifier, version]: [string, unknown], reader: Reader): [string, string][] {
  if (!specifier.startsWith(npmScheme)) return []
  const asked = specifier.slice(npmScheme.length)
  const to = toKey(splitAt(asked)[0], asText(version), reader)
  return to === undefined ? [] : [[asked, to]]
}

/** Version 3 repeats the name: `npm:chalk@5.3.0`; later ones have the version alone. */
function toKey(name: string, version: string | undefined, reader: Reader): string | undefined {
  if (version === undefined) return undefined
  const key = version.startsWith(npmScheme) ? version.slice(npmScheme.length) : `${name}@${version}`
  return Object.hasOwn(reader.entries, key) ? key : undefined
}

function toPackage(key: string, reader: Reader): LockedPackage | undefined {
  const fields = asRecord(reader.entries[key])
  const [alias, reference] = splitAt(key)
  if (fields === undefined || reference === undefined || key.length > keyLimit) return undefined
  const [name, version = ''] = reference.startsWith(npmScheme)
    ? splitAt(reference.slice(npmScheme.length))
    : [alias, reference]
  const tarball = asText(fields['tarball'])
  return {
    name,
    alias: alias === name ? undefined : alias,
    // peers stand behind the version: `1.0.0_react@18.0.0`
    version: version.split('_', 1)[0],
    line: reader.document.lineOf([...reader.path, key]),
    integrity: asText(fields['integrity']),
    ...(tarball !== undefined && originOf(tarball, name)),
    condition: conditionOf(fields),
    edges: [
      ...toEdges(fields['dependencies'], 'runtime', reader),
      ...toEdges(fields['optionalDependencies'], 'optional', reader),
    ],
  }
}

/** A list of names, with the version where there are several; in version 3 a map from name to key. */
function toEdges(value: unknown, kind: Edge['kind'], reader: Reader): Edge[] {
  const named = Array.isArray(value) ? textsOf(value) : Object.values(asRecord(value) ?? {}).flatMap(textsOf)
  return named.flatMap(one => {
    const to = Object.hasOwn(reader.entries, one) ? one : reader.keysByName.get(one)
    return to === undefined ? [] : [{to, kind}]
  })
}
