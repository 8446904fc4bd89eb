import {isDeepStrictEqual} from 'node:util'
import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Distribution} from '../../inventory/facts.ts'
import {fullName} from '../../inventory/identity.ts'
import {compact} from '../../lib/compact.ts'
import {normalisePypiName} from '../../lib/names/purl.ts'
import {toReference} from '../check/iri.ts'
import type {ExternalReference} from '../spec/cyclonedx.generated.ts'
import type {Addresses} from './addresses.ts'
import {sortDigests, toHashes} from './digests.ts'
import {formatRecord} from './record.ts'

/**
 * Comments that tell our own references from stated ones: a distribution of a package; what follows from the name alone
 * and states nothing new.
 */
export const distributionMark = 'aibom:distribution'
/** The comment of a reference that says no more than the name; it is not read back. */
export const derivedMark = 'aibom:derived from the name'

/** Stated references, then files with their digests, then what follows from the name. */
export function toExternalReferences(asset: Asset, addresses: Addresses): ExternalReference[] {
  const stated = (asset.references ?? []).map(({type, url, comment}) =>
    compact({type, url: addresses.write(url), comment}),
  )
  const distributions = asset.kind === 'package' || asset.kind === 'dataset' ? (asset.facts.distributions ?? []) : []
  const isSole = hasSoleFile(asset)
  const files = distributions.flatMap(item =>
    isSole && isNameless(item) ? [] : [toDistribution(item, asset, addresses, isSole)],
  )
  return [...stated, ...files, ...derivedReferences(asset)]
}

/** A package of one file: its digests are the component's own, where readers look for them, and stand nowhere else. */
export function hasSoleFile(asset: Asset): boolean {
  if (asset.kind !== 'package' || asset.facts.distributions.length !== 1) return false
  const [only] = asset.facts.distributions
  return isDeepStrictEqual(sortDigests(only?.digests ?? []), sortDigests(asset.digests))
}

/** Of a package with digests that are no file's: so that they are not read as such. */
export function lacksFiles(asset: Asset): boolean {
  return asset.kind === 'package' && asset.facts.distributions.length === 0 && asset.digests.length > 0
}

function isNameless({file, url}: Distribution): boolean {
  return file === undefined && url === undefined
}

/**
 * A file has its own digests: a version of a Python package has one a wheel. Where no address is known it is listed at
 * that of its registry.
 */
function toDistribution(
  distribution: Distribution,
  asset: Asset,
  addresses: Addresses,
  isSole: boolean,
): ExternalReference {
  const {hashes, computed, others} = toHashes(distribution.digests)
  const address = distribution.url ?? listedAt(distribution, asset)
  const isBare = !isSole && distribution.digests.length === 0 && asset.digests.length > 0
  const words = formatRecord(
    [
      ['file', distribution.file === lastName(address) ? '' : distribution.file || undefined],
      ['computed', isSole ? undefined : computed],
      ['digest', isSole ? undefined : others],
      ['digests', isBare ? 'none' : undefined],
      ['url', distribution.url === undefined ? 'unknown' : undefined],
    ],
    ' ',
  )
  return compact({
    type: 'distribution' as const,
    url: addresses.write(address),
    comment: words === '' ? distributionMark : `${distributionMark} ${words}`,
    hashes: isSole || hashes.length === 0 ? undefined : hashes,
  })
}

/** The name that an address ends in: what follows its last `/` or `#`, decoded. */
export function lastName(address: string): string | undefined {
  const end = Math.max(address.lastIndexOf('/'), address.lastIndexOf('#'))
  try {
    return decodeURIComponent(address.slice(end + 1))
  } catch {
    return undefined
  }
}

/** The page of the registry that lists the file; for what no registry lists the file itself. */
function listedAt({file, digests}: Distribution, asset: Asset): string {
  const [first] = digests
  const mark = file ?? (first === undefined ? '' : `${first.alg}=${first.hex}`)
  const registry = asset.kind === 'package' ? registryOf(asset) : undefined
  if (registry === undefined) return file ?? asset.name
  return `${registry}#${encodeURIComponent(mark.toWellFormed())}`
}

function registryOf(asset: AssetOf<'package'>): string | undefined {
  const {source, ecosystem} = asset.facts
  if (source !== undefined && !/^https?:\/\//.test(source)) return undefined
  const name = fullName(asset).toWellFormed()
  const base = (source ?? (ecosystem === 'npm' ? 'https://registry.npmjs.org' : 'https://pypi.org/simple')).replace(
    /\/$/,
    '',
  )
  if (ecosystem === 'conda') return undefined
  return ecosystem === 'npm'
    ? `${base}/${encodeURIComponent(name).replaceAll('%40', '@')}`
    : `${base}/${encodeURIComponent(normalisePypiName(name))}/`
}

/** Where a registry keeps this name: for readers that do not know the registry's rule. */
function derivedReferences(asset: Asset): ExternalReference[] {
  if (asset.kind === 'bom') return [{type: 'bom', url: toReference(asset.name), comment: derivedMark}]
  if ((asset.kind !== 'model' && asset.kind !== 'dataset') || asset.facts.registry !== 'huggingface') return []
  // the hub that was asked says itself where it keeps it: it may be another one
  if (asset.references?.some(({type}) => type === 'vcs') === true) return []
  const name = [asset.group, asset.name]
    .flatMap(part => (part === undefined ? [] : encodeURIComponent(part.toWellFormed())))
    .join('/')
  const url = `https://huggingface.co/${asset.kind === 'dataset' ? 'datasets/' : ''}${name}`
  if (asset.references?.some(reference => reference.url === url) === true) return []
  return [{type: 'distribution', url, comment: derivedMark}]
}
