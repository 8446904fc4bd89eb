import {asList, asRecord, asText, textsOf} from '../../lib/narrow.ts'
import {parseJsonObject} from '../../lib/parse/jsonc.ts'
import {folderOf} from '../../lib/path.ts'
import type {Declared, DependencyKind} from './lock.ts'
import {splitAt} from './spec.ts'

/** A package.json, as far as it speaks of dependencies. */
export interface Manifest {
  readonly path: string
  readonly folder: string
  readonly name?: string | undefined
  readonly version?: string | undefined
  readonly licence?: string | undefined
  /** line of the name */
  readonly line?: number | undefined
  readonly dependencies: readonly Declared[]
  /** globs of member folders, relative to this one; undefined where it is no workspace */
  readonly workspaces?: readonly string[] | undefined
  /** catalogue → package → range */
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** packages whose version is overruled here */
  readonly overridden: readonly string[]
  /** patches that pnpm or bun applies, by `name@version` or `name` → path of the file */
  readonly patches: ReadonlyMap<string, string>
}

/**
 * Later sections do not repeat what earlier ones have: npm, pnpm and yarn let `dependencies` win over `devDependencies`
 * and `optionalDependencies` over both.
 */
const sections: readonly (readonly [section: string, kind: DependencyKind])[] = [
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['peerDependencies', 'peer'],
]

/**
 * Reads a package.json.
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 * @see npm "package.json" documentation
 */
export function parseManifest(text: string, path: string): Manifest {
  const document = parseJsonObject(text, path)
  const root = document.value
  const declared = new Map<string, Declared>()
  const optionalPeers = asRecord(root['peerDependenciesMeta']) ?? {}
  for (const [section, kind] of sections) {
    for (const [alias, value] of Object.entries(asRecord(root[section]) ?? {})) {
      if (typeof value !== 'string' || alias === '' || declared.has(alias)) continue
      const optionalPeer = kind === 'peer' && asRecord(optionalPeers[alias])?.['optional'] === true
      declared.set(alias, {
        alias,
        spec: value,
        kind,
        line: document.lineOf([section, alias]),
        ...(optionalPeer && {optionalPeer}),
      })
    }
  }
  const workspaces = asRecord(root['workspaces'])
  return {
    path,
    folder: folderOf(path),
    name: asText(root['name']),
    version: asText(root['version']),
    licence: licenceOf(root['license'] ?? root['licenses']),
    line: document.lineOf(['name']),
    dependencies: [...declared.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    workspaces: workspacesOf(root['workspaces']),
    catalogs: parseCatalogs(workspaces?.['catalog'] ?? root['catalog'], workspaces?.['catalogs'] ?? root['catalogs']),
    overridden: [root['overrides'], root['resolutions'], asRecord(root['pnpm'])?.['overrides']].flatMap(
      parseOverridden,
    ),
    patches: new Map([
      ...parsePatches(root['patchedDependencies']),
      ...parsePatches(asRecord(root['pnpm'])?.['patchedDependencies']),
    ]),
  }
}

/** `name@version` → path, or in a lock the path or the hash with it. */
export function parsePatches(value: unknown): Map<string, string> {
  return new Map(Object.entries(asRecord(value) ?? {}).map(([key, patch]) => [key, pathOfPatch(patch)]))
}

function pathOfPatch(patch: unknown): string {
  const path = asText(patch) ?? asText(asRecord(patch)?.['path']) ?? ''
  return path.endsWith('.patch') || path.endsWith('.diff') ? path : ''
}

/**
 * `license` is an SPDX expression; of old an object with `type`, or a list of such, which does not say whether all or
 * one of them apply.
 */
export function licenceOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? licenceOf(value[0]) : undefined
  return asText(value) ?? asText(asRecord(value)?.['type'])
}

/** `catalog:` and `catalogs:` of pnpm-workspace.yaml, and the same of bun's package.json. */
export function parseCatalogs(single: unknown, several: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const named = Object.entries(asRecord(several) ?? {}).map(
    ([name, ranges]) => [name === 'default' ? '' : name, toRanges(ranges)] as const,
  )
  return new Map([...(single === undefined ? [] : [['', toRanges(single)] as const]), ...named])
}

/** Names at the end of override keys: `name`, `parent>name@range`, `parent/name`, and nested objects one level down. */
export function parseOverridden(overrides: unknown): string[] {
  return Object.entries(asRecord(overrides) ?? {}).flatMap(([key, value]) => [
    overriddenName(key),
    ...Object.keys(asRecord(value) ?? {}).map(overriddenName),
  ])
}

function overriddenName(key: string): string {
  const last = key.slice(key.lastIndexOf('>') + 1).trim()
  const [, name = last] = /(?:^|\/)((?:@[^/@]+\/)?[^/@]+)(?:@.*)?$/s.exec(last) ?? []
  return splitAt(name)[0]
}

function toRanges(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(asRecord(value) ?? {}).flatMap(([name, range]) =>
      typeof range === 'string' ? [[name, range] as const] : [],
    ),
  )
}

function workspacesOf(value: unknown): readonly string[] | undefined {
  const globs = Array.isArray(value) ? value : asRecord(value)?.['packages']
  return Array.isArray(globs) ? textsOf(asList(globs)) : undefined
}
