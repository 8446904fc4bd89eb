import {normalisePypiName} from '../../../lib/names/purl.ts'
import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import type {Declared, ManifestNote, Project, Reading} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {parseNamed} from '../requirements/requirement-line.ts'
import {type DeclaredList, declaredList} from './declared-list.ts'
import {collectGroups} from './dependency-groups.ts'
import {classifiedLicence} from './licence-classifier.ts'
import {poetryDeclared} from './poetry-manifest.ts'

type Keys = readonly (string | number)[]

const licenceNameLimit = 100

/** Dependencies of a project, in each of the tables that its tools read. */
export function readPyproject(document: TomlDocument, path: string): Reading {
  const root = asRecord(document.value) ?? {}
  const project = asRecord(root['project']) ?? {}
  const tool = asRecord(root['tool']) ?? {}
  const list = declaredList(path, document.lineOf)
  list.addAll(project['dependencies'], ['project', 'dependencies'], {scope: 'runtime'})
  for (const [extra, items] of Object.entries(asRecord(project['optional-dependencies']) ?? {})) {
    list.addAll(items, ['project', 'optional-dependencies', extra], {scope: 'extra', group: extra})
  }
  for (const item of collectGroups(asRecord(root['dependency-groups']) ?? {})) {
    list.add(item.text, ['dependency-groups', item.group, item.at], {scope: 'dev', group: item.group})
  }
  addToolTables(tool, list)
  list.addAll(asRecord(root['build-system'])?.['requires'], ['build-system', 'requires'], {scope: 'dev', role: 'build'})
  const uv = asRecord(tool['uv']) ?? {}
  const note: ManifestNote = {
    kind: 'manifest',
    dialect: 'pyproject',
    path,
    declared: [
      ...list.declared.map(entry => withUvSource(entry, uv)),
      ...poetryDeclared(asRecord(tool['poetry']) ?? {}, document),
    ],
    project: projectOf(project, asRecord(tool['poetry']) ?? {}, document),
    dynamic: dynamicOf(project, tool, document),
    overridden: textsOf(uv['override-dependencies'])
      .flatMap(text => parseNamed(text)?.name ?? [])
      .map(normalisePypiName),
  }
  return {notes: [note], gaps: list.gaps}
}

/** uv's and PDM's own development tables, older than PEP 735, and hatch's environments. */
function addToolTables(tool: UnknownRecord, list: DeclaredList): void {
  list.addAll(asRecord(tool['uv'])?.['dev-dependencies'], ['tool', 'uv', 'dev-dependencies'], {
    scope: 'dev',
    group: 'dev',
  })
  const pdm = asRecord(asRecord(tool['pdm'])?.['dev-dependencies']) ?? {}
  for (const [group, items] of Object.entries(pdm))
    list.addAll(items, ['tool', 'pdm', 'dev-dependencies', group], {scope: 'dev', group})
  const hatch = asRecord(asRecord(tool['hatch'])?.['envs']) ?? {}
  for (const [name, environment] of Object.entries(hatch)) {
    for (const key of ['dependencies', 'extra-dependencies']) {
      list.addAll(asRecord(environment)?.[key], ['tool', 'hatch', 'envs', name, key], {
        scope: 'dev',
        role: 'build',
        group: name,
      })
    }
  }
}

function projectOf(project: UnknownRecord, poetry: UnknownRecord, document: TomlDocument): Project | undefined {
  const name = asText(project['name']) ?? asText(poetry['name'])
  if (name === undefined) return undefined
  const licence =
    asText(project['license']) ??
    shortText(asRecord(project['license'])?.['text']) ??
    asText(poetry['license']) ??
    classifiedLicence([...textsOf(project['classifiers']), ...textsOf(poetry['classifiers'])])
  const keys: Keys = asText(project['name']) === undefined ? ['tool', 'poetry', 'name'] : ['project', 'name']
  return {name, version: asText(project['version']) ?? asText(poetry['version']), licence, line: document.lineOf(keys)}
}

/** The whole text of a licence is no name of it. */
function shortText(value: unknown): string | undefined {
  const text = asText(value)?.trim()
  return text === undefined || text.includes('\n') || text.length > licenceNameLimit ? undefined : text
}

function dynamicOf(project: UnknownRecord, tool: UnknownRecord, document: TomlDocument): ManifestNote['dynamic'] {
  if (!asList(project['dynamic']).includes('dependencies')) return undefined
  // poetry 2 keeps them in its own table
  if (asRecord(asRecord(tool['poetry'])?.['dependencies']) !== undefined || setuptoolsFiles(document).length > 0)
    return undefined
  return {line: document.lineOf(['project', 'dynamic']), message: 'dependencies are dynamic: the build makes them up'}
}

/** Requirements files that setuptools reads for dynamic dependencies. */
export function setuptoolsFiles(document: TomlDocument): string[] {
  const tool = asRecord(asRecord(document.value)?.['tool'])
  const dynamic = asRecord(asRecord(tool?.['setuptools'])?.['dynamic']) ?? {}
  const extras = Object.values(asRecord(dynamic['optional-dependencies']) ?? {})
  return [dynamic['dependencies'], ...extras].flatMap(table => textsOf(asRecord(table)?.['file']))
}

/** `[tool.uv.sources]`: where uv takes a package from. */
function withUvSource(entry: Declared, uv: UnknownRecord): Declared {
  const sources = asRecord(uv['sources']) ?? {}
  const name = Object.keys(sources).find(key => normalisePypiName(key) === normalisePypiName(entry.name))
  const stated = name === undefined ? undefined : sources[name]
  // a list gives one source for each extra, group or marker; of several the lock says which holds
  const source = (Array.isArray(stated) ? stated : [stated]).map(asRecord).find(one => isSourceFor(one, entry))
  const origin = source === undefined ? undefined : uvOrigin(source, uv)
  return origin === undefined ? entry : {...entry, origin}
}

function isSourceFor(source: UnknownRecord | undefined, {group}: Declared): boolean {
  const only = source?.['extra'] ?? source?.['group']
  return source !== undefined && (only === undefined || only === group)
}

function uvOrigin(source: UnknownRecord, uv: UnknownRecord): Origin | undefined {
  const git = asText(source['git'])
  if (git !== undefined) {
    return gitOrigin(
      git,
      asText(source['rev']) ?? asText(source['tag']) ?? asText(source['branch']),
      asText(source['subdirectory']),
    )
  }
  const reference = asText(source['url']) ?? asText(source['path'])
  if (reference !== undefined) return referenceOrigin(reference)
  // which folder it lies in only its own manifest tells
  if (source['workspace'] === true) return {kind: 'path', url: 'workspace'}
  const index = asText(source['index'])
  const url = asList(uv['index'])
    .map(asRecord)
    .find(item => item?.['name'] === index)?.['url']
  return index === undefined ? undefined : indexOrigin(asText(url) ?? index)
}
