import type {Asset, Relationship} from '../../inventory/asset.ts'
import {combineAssets} from '../../inventory/combine.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf, packageId, subjectKey} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {originQualifiers} from '../../inventory/package-origin.ts'
import {registryPurl, splitRegistryName} from '../../lib/names/registry-name.ts'
import {folderOf} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {compareText, sortedBy} from '../../lib/sort.ts'
import type {AssembleContext} from '../detector.ts'
import {edgesOf, scopesOf} from './lock-graph.ts'
import {keyOfName, Locks} from './locks.ts'
import type {Entry, Note} from './notes.ts'
import {completed, exactOf, Settings} from './settings.ts'

type PackageAsset = Extract<Asset, {kind: 'package'}>

/** Joins manifests with the locks and settings beside and above them: one asset for each package and version. */
export function assemblePackages(found: Extraction<Note>, context: AssembleContext): Extraction<Note> {
  const notes = sortedBy(found.notes ?? [], ({path}) => path)
  const declared = declaredIn(notes)
  const assets = declared.map(one => declaredAsset(one, context))
  const relationships: Relationship[] = []
  for (const note of notes) {
    if (note.role !== 'lock') continue
    const scopes = scopesOf(note, declared)
    const locked = note.entries.map(entry =>
      lockedAsset({...entry, scope: scopes.get(entry) ?? entry.scope}, note, context),
    )
    assets.push(...locked)
    relationships.push(...edgesOf(note, locked))
  }
  relationships.push(...assets.filter(({facts}) => facts.direct).map(fromSubject))
  return {assets: withDigests(merge(assets), notes), relationships: uniqueEdges(relationships), gaps: found.gaps ?? []}
}

/** What the manifests declare, completed by settings and locks. */
function declaredIn(notes: readonly Note[]): Declaring[] {
  const settings = new Settings(notes)
  const locks = new Locks(notes)
  return notes
    .filter(({role}) => role === 'manifest')
    .flatMap(note =>
      note.entries
        .flatMap(entry => completed(entry, note, settings))
        .map(one => ({
          ...one,
          note,
          exact: exactOf(one.entry, note),
          pinned: locks.pinnedFor(one.entry.name, one.entry.version, note),
        })),
    )
}

interface Declaring {
  readonly entry: Entry
  readonly places: readonly {path: string; line?: number | undefined}[]
  readonly note: Note
  readonly exact: string | undefined
  readonly pinned: Entry | undefined
}

function declaredAsset({entry, places, note, exact, pinned}: Declaring, context: AssembleContext): PackageAsset {
  const version = pinned?.version ?? exact
  const evidence = [{path: note.path, line: entry.line}, ...places].map(place =>
    evidenceOf(place, note.dialect, version, context),
  )
  const isOpen = version === undefined && entry.origin?.kind !== 'path'
  const asset = toAsset({...entry, version, origin: pinned?.origin ?? entry.origin}, note, evidence)
  return {
    ...asset,
    ...(isOpen && {properties: {...asset.properties, 'aibom:package:incomplete': ['no-lock']}}),
    facts: {...asset.facts, ...(entry.version !== undefined && {declared: [entry.version]})},
  }
}

function lockedAsset(entry: Entry, note: Note, context: AssembleContext): PackageAsset {
  return toAsset(entry, note, [evidenceOf({path: note.path, line: entry.line}, note.dialect, entry.version, context)])
}

function toAsset(entry: Entry, {ecosystem, path}: Note, evidence: readonly Evidence[]): PackageAsset {
  const origin = entry.origin === undefined ? undefined : {...entry.origin, url: placeOf(entry.origin, path)}
  const version = entry.version
  const isLocal = origin?.kind === 'path'
  return {
    kind: 'package',
    id: packageId(ecosystem, entry.name, origin),
    ...splitRegistryName({ecosystem, name: entry.name}),
    ...(version !== undefined && {version}),
    ...(!isLocal && {purl: registryPurl({ecosystem, name: entry.name}, version, originQualifiers(origin))}),
    aliases: [],
    digests: entry.digests ?? [],
    evidence,
    ...((entry.properties !== undefined || entry.knownAs !== undefined) && {
      properties: {...entry.properties, ...(entry.knownAs !== undefined && {'aibom:package:alias': [entry.knownAs]})},
    }),
    facts: {
      ecosystem,
      scope: entry.scope,
      direct: entry.direct,
      ...(origin !== undefined && {source: origin.url}),
      ...(isLocal && {local: true}),
      distributions: [],
    },
  }
}

/** A folder relative to the source; a URL without credentials. */
function placeOf(origin: NonNullable<Entry['origin']>, path: string): string {
  if (origin.kind !== 'path') return redactUrl(origin.url)
  const parts = folderOf(path)
    .split('/')
    .filter(part => part !== '')
  for (const part of origin.url.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function evidenceOf(
  {path, line}: {path: string; line?: number | undefined},
  dialect: string,
  version: string | undefined,
  context: AssembleContext,
): Evidence {
  return {
    detector: `packages/${dialect}`,
    technique: 'manifest',
    path,
    ...(line !== undefined && {line}),
    level: 'used',
    scope: context.scopeOf(path),
    confidence: version === undefined ? 0.9 : 1,
  }
}

function fromSubject(asset: PackageAsset): Relationship {
  return {from: subjectKey, to: keyOf(asset), kind: 'depends-on'}
}

function uniqueEdges(edges: readonly Relationship[]): Relationship[] {
  const unique = new Map(edges.map(edge => [`${edge.from}\0${edge.to}`, edge]))
  return [...unique].sort(([a], [b]) => compareText(a, b)).map(([, edge]) => edge)
}

function merge(assets: readonly PackageAsset[]): PackageAsset[] {
  const groups = new Map<string, [PackageAsset, ...PackageAsset[]]>()
  for (const asset of assets) {
    const same = groups.get(keyOf(asset))
    if (same === undefined) groups.set(keyOf(asset), [asset])
    else same.push(asset)
  }
  return sortedBy(
    [...groups.values()].map(same => (same.length === 1 ? same[0] : (combineAssets(same) as PackageAsset))),
    keyOf,
  )
}

/** What go.sum and Gradle's verification file state of packages that others name. */
function withDigests(assets: readonly PackageAsset[], notes: readonly Note[]): PackageAsset[] {
  const stated = new Map<string, Entry>()
  for (const {ecosystem, role, entries} of notes) {
    if (role === 'digests')
      for (const entry of entries) stated.set(`${ecosystem}\0${keyOfName(entry.name)}@${entry.version}`, entry)
  }
  if (stated.size === 0) return [...assets]
  return assets.map(asset => {
    const {ecosystem} = asset.facts
    const separator = ecosystem === 'maven' ? ':' : '/'
    const name = asset.group === undefined ? asset.name : `${asset.group}${separator}${asset.name}`
    const entry = stated.get(`${ecosystem}\0${keyOfName(name)}@${asset.version}`)
    if (entry === undefined) return asset
    return {
      ...asset,
      digests: asset.digests.length > 0 ? asset.digests : (entry.digests ?? []),
      ...(entry.properties !== undefined && {properties: {...asset.properties, ...entry.properties}}),
    }
  })
}
