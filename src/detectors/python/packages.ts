import type {Asset, AssetOf} from '../../inventory/asset.ts'
import {combineAssets} from '../../inventory/combine.ts'
import type {Evidence, Scope} from '../../inventory/evidence.ts'
import {keyOf, packageId} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {originQualifiers} from '../../inventory/package-origin.ts'
import {pypiPurl} from '../../lib/names/purl.ts'
import {folderOf} from '../../lib/path.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {Declared, Entry, LockDialect, ManifestDialect, PackageScope, Project} from './notes.ts'
import {packageOrigin} from './origin.ts'

/** What both manifests and locks become. */
export type PackageAsset = AssetOf<'package'>

const ranks: Readonly<Record<PackageScope, number>> = {runtime: 0, optional: 1, extra: 1, peer: 1, dev: 2}
const rules: Readonly<Record<ManifestDialect | LockDialect, string>> = {
  requirements: 'python/requirements',
  pyproject: 'python/pyproject',
  pipfile: 'python/pipfile',
  'setup-cfg': 'python/setup-cfg',
  'setup-py': 'python/setup-py',
  environment: 'python/environment',
  uv: 'python/uv-lock',
  poetry: 'python/poetry-lock',
  pdm: 'python/pdm-lock',
  pipenv: 'python/pipfile-lock',
  pylock: 'python/pylock',
}

/** The file that an entry stands in. */
export interface Place {
  readonly dialect: ManifestDialect | LockDialect
  readonly path: string
  readonly scope: Scope
}

/** A constraint only mentions a package: it does not ask for it. */
export function evidenceOf(
  entry: Pick<Declared, 'line' | 'guessed' | 'role' | 'version'>,
  {dialect, path, scope}: Place,
): Evidence {
  return {
    detector: rules[dialect],
    technique: 'manifest',
    path,
    ...(entry.line !== undefined && {line: entry.line}),
    level: entry.role === 'constraint' ? 'mentioned' : 'used',
    scope,
    confidence: confidenceOf(entry),
  }
}

function confidenceOf({guessed, version}: Pick<Declared, 'guessed' | 'version'>): number {
  if (guessed === true) return 0.6
  return version === undefined ? 0.9 : 1
}

/** All that is known of one package, before it is an asset. */
export interface PackageStatement extends Entry {
  readonly version?: string | undefined
  readonly scope: PackageScope
  readonly direct: boolean
  readonly ranges?: readonly string[] | undefined
  readonly extraIndexes?: readonly string[] | undefined
  /** no lock file gives its version */
  readonly isUnlocked?: boolean
  readonly project?: Project | undefined
  /**
   * of a package that lies in the source, where it is not what its origin says, seen from the file of its first
   * evidence
   */
  readonly folder?: string | undefined
}

/**
 * A package as files of the source state it. A member of the source has no purl: PyPI may know another project by its
 * name.
 */
export function makePackage(stated: PackageStatement, evidence: readonly Evidence[]): PackageAsset {
  const {name, origin, version, ranges = [], condition, distributions, folder} = stated
  const place =
    folder === undefined
      ? packageOrigin(origin, folderOf(evidence[0]?.path ?? ''))
      : ({kind: 'path', url: folder} as const)
  const isLocal = origin?.kind === 'path' && distributions.length === 0
  const licence = stated.project?.licence === undefined ? undefined : toLicence(stated.project.licence)
  const properties = propertiesOf(stated)
  return {
    kind: 'package',
    id: packageId('pypi', name, place),
    name,
    ...(version !== undefined && {version}),
    ...(place?.kind !== 'path' && {purl: pypiPurl(name, version, originQualifiers(place))}),
    ...(licence !== undefined && {licences: [licence]}),
    aliases: [],
    digests: distributions.length === 1 ? (distributions[0]?.digests ?? []) : [],
    evidence,
    facts: {
      ecosystem: 'pypi',
      scope: stated.scope,
      direct: stated.direct,
      ...(ranges.length > 0 && {declared: [...ranges]}),
      ...(origin !== undefined && {source: origin.url}),
      ...(isLocal && {local: true}),
      ...(condition !== undefined && {condition}),
      distributions,
    },
    ...(Object.keys(properties).length > 0 && {properties}),
  }
}

function propertiesOf({guessed, isUnlocked, extraIndexes = []}: PackageStatement): Record<string, string[]> {
  return {
    ...(isUnlocked === true && {'aibom:package:incomplete': ['no-lock']}),
    ...(extraIndexes.length > 0 && {'aibom:package:extra-index': [...extraIndexes]}),
    ...(guessed === true && {'aibom:package:name-from': ['repository']}),
  }
}

/** One asset for each package and version, with all evidence of it. */
export function mergePackages(packages: readonly PackageAsset[]): Asset[] {
  const byKey = new Map<string, [PackageAsset, ...PackageAsset[]]>()
  for (const one of packages) {
    const same = byKey.get(keyOf(one))
    if (same === undefined) byKey.set(keyOf(one), [one])
    else same.push(one)
  }
  return sortedBy([...byKey.values()].map(mergeSame), keyOf)
}

/** A digest is the package's own only where there is one file of it. */
function mergeSame(same: readonly [PackageAsset, ...PackageAsset[]]): Asset {
  if (same.length === 1) return same[0]
  const combined = combineAssets(same)
  const distributions = combined.kind === 'package' ? combined.facts.distributions : []
  return {...combined, digests: distributions.length === 1 ? (distributions[0]?.digests ?? []) : []}
}

/** What runs comes before what is chosen, and that before what only developers need. */
export function rankOf(scope: PackageScope): number {
  return ranks[scope]
}
