import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonObject} from '../../lib/parse/jsonc.ts'
import type {Entry, Note, PackageScope} from './notes.ts'

/** PHP itself and its extensions are no packages. */
const platform = /^(?:php(?:-.*)?|hhvm|(?:ext|lib)-.*|composer(?:-.*)?)$/

/** composer.json: what it requires. */
export function readComposerManifest(text: string, path: string): Note {
  const document = parseJsonObject(text, path)
  const table = (key: string, scope: PackageScope): Entry[] =>
    Object.entries(asRecord(document.value[key]) ?? {}).flatMap(([name, range]) =>
      platform.test(name)
        ? []
        : [{name, version: asText(range), line: document.lineOf([key, name]), scope, direct: true}],
    )
  const entries = [...table('require', 'runtime'), ...table('require-dev', 'dev')]
  return {ecosystem: 'composer', dialect: 'composer-json', path, role: 'manifest', entries}
}

/** composer.lock: exact versions with their edges. */
export function readComposerLock(text: string, path: string): Note {
  const document = parseJsonObject(text, path)
  const list = (key: string, scope: PackageScope): Entry[] =>
    indexedRecords(document.value[key]).flatMap(([at, stated]) =>
      toLocked(stated, scope, document.lineOf([key, at, 'name'])),
    )
  return {
    ecosystem: 'composer',
    dialect: 'composer-lock',
    path,
    role: 'lock',
    entries: [...list('packages', 'runtime'), ...list('packages-dev', 'dev')],
  }
}

function toLocked(stated: UnknownRecord, scope: PackageScope, line: number | undefined): Entry[] {
  const name = asText(stated['name'])
  if (name === undefined) return []
  const hex = asText(asRecord(stated['dist'])?.['shasum'])
  return [
    {
      name,
      version: asText(stated['version']),
      line,
      scope,
      direct: false,
      needs: Object.keys(asRecord(stated['require']) ?? {}).filter(one => !platform.test(one)),
      ...(hex !== undefined &&
        /^[0-9a-f]{40}$/.test(hex) && {digests: [{alg: 'sha1', hex, of: 'content', from: 'declared'}]}),
    },
  ]
}
