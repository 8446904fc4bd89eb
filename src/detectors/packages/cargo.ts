import type {PackageOrigin} from '../../inventory/package-origin.ts'
import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseToml, type TomlDocument} from '../../lib/parse/toml.ts'
import type {Entry, Note, PackageScope, Setting} from './notes.ts'

const tables: readonly (readonly [string, PackageScope])[] = [
  ['dependencies', 'runtime'],
  ['dev-dependencies', 'dev'],
  ['build-dependencies', 'dev'],
]

/** Cargo.toml; a dependency of the workspace is one only where a member takes it. */
export function readCargoManifest(text: string, path: string): Note {
  const document = parseToml(text, path)
  const root = asRecord(document.value) ?? {}
  const targets = Object.entries(asRecord(root['target']) ?? {})
  const entries = [
    ...entriesOf(root, [], document),
    ...targets.flatMap(([target, value]) => entriesOf(asRecord(value) ?? {}, ['target', target], document)),
  ]
  const settings = new Map<string, Setting>()
  const shared = asRecord(asRecord(root['workspace'])?.['dependencies']) ?? {}
  for (const [alias, value] of Object.entries(shared)) {
    const {name, version, origin} = toEntry(alias, value, 'runtime', undefined)
    settings.set(`alias:${alias}`, {
      name,
      value: version ?? '',
      origin,
      line: document.lineOf(['workspace', 'dependencies', alias]),
    })
  }
  return {ecosystem: 'cargo', dialect: 'cargo-toml', path, role: 'manifest', entries, settings}
}

function entriesOf(table: UnknownRecord, keys: readonly string[], document: TomlDocument): Entry[] {
  return tables.flatMap(([name, scope]) =>
    Object.entries(asRecord(table[name]) ?? {}).map(([alias, value]) =>
      toEntry(alias, value, scope, document.lineOf([...keys, name, alias])),
    ),
  )
}

function toEntry(alias: string, value: unknown, scope: PackageScope, line: number | undefined): Entry {
  const stated = asRecord(value)
  const origin = stated === undefined ? undefined : originOf(stated)
  const name = asText(stated?.['package']) ?? alias
  return {
    name,
    version: asText(value) ?? asText(stated?.['version']),
    line,
    scope: scope === 'runtime' && stated?.['optional'] === true ? 'optional' : scope,
    direct: true,
    ...(origin !== undefined && {origin}),
    ...(stated?.['workspace'] === true && {alias}),
    ...(name !== alias && {knownAs: alias}),
  }
}

function originOf(stated: UnknownRecord): PackageOrigin | undefined {
  const git = asText(stated['git'])
  if (git !== undefined) {
    const revision = asText(stated['rev']) ?? asText(stated['tag']) ?? asText(stated['branch'])
    return {kind: 'git', url: `git+${git}${revision === undefined ? '' : `@${revision}`}`}
  }
  const path = asText(stated['path'])
  return path === undefined ? undefined : {kind: 'path', url: path}
}

/** Cargo.lock 1 to 4: the checksum is the SHA-256 of the .crate file; a git source has its commit instead. */
export function readCargoLock(text: string, path: string): Note {
  const document = parseToml(text, path)
  const entries = indexedRecords(document.value['package']).flatMap(([at, stated]): Entry[] => {
    const name = asText(stated['name'])
    const source = asText(stated['source'])
    if (name === undefined || source === undefined) return []
    const checksum = asText(stated['checksum'])
    const origin = gitOrigin(source)
    return [
      {
        name,
        version: asText(stated['version']),
        line: document.lineOf(['package', at, 'name']),
        scope: 'runtime',
        direct: false,
        ...(origin !== undefined && {origin}),
        ...(checksum !== undefined &&
          /^[0-9a-f]{64}$/.test(checksum) && {
            digests: [{alg: 'sha256', hex: checksum, of: 'content', from: 'declared'}],
          }),
        needs: textsOf(stated['dependencies']).map(toNeed),
      },
    ]
  })
  return {ecosystem: 'cargo', dialect: 'cargo-lock', path, role: 'lock', entries}
}

/** `name`, `name version`, `name version (source)`. */
function toNeed(text: string): string {
  const [name = '', version] = text.split(' ')
  return version === undefined || version.startsWith('(') ? name : `${name}@${version}`
}

/** `git+https://host/repository?rev=…#commit` */
function gitOrigin(source: string): PackageOrigin | undefined {
  const [, url, commit] = /^(git\+[^?#]+)(?:\?[^#]*)?(?:#([0-9a-f]{40}))?/.exec(source) ?? []
  return url === undefined ? undefined : {kind: 'git', url: commit === undefined ? url : `${url}@${commit}`}
}
