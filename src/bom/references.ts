import type {Asset} from '../inventory/asset.ts'
import type {Distribution} from '../inventory/facts.ts'
import type {Addresses} from './addresses.ts'
import type {ExternalReference} from './cyclonedx.generated.ts'
import {toHashes} from './digests.ts'
import {toReference} from './iri.ts'
import {compact} from './properties.ts'
import {formatRecord} from './record.ts'

/** Comments that tell our own references from stated ones: a distribution of a package; what follows from the name alone and states nothing new. */
export const distributionMark = 'aibom:distribution'
export const derivedMark = 'aibom:derived from the name'

export function toExternalReferences(asset: Asset, addresses: Addresses): ExternalReference[] {
  const stated = (asset.references ?? []).map(({type, url, comment}) => compact({type, url: addresses.write(url), comment}))
  const distributions = asset.kind === 'package' || asset.kind === 'dataset' ? (asset.facts.distributions ?? []) : []
  return [...stated, ...distributions.map(item => toDistribution(item, asset, addresses)), ...derivedReferences(asset)]
}

/** A file has its own digests: a version of a Python package has one a wheel. Where no address is known the package's purl stands for it. */
function toDistribution(distribution: Distribution, asset: Asset, addresses: Addresses): ExternalReference {
  const {hashes, computed, others} = toHashes(distribution.digests)
  const words = formatRecord(
    [
      ['file', distribution.file],
      ['computed', computed],
      ['digest', others],
      ['url', distribution.url === undefined ? 'unknown' : undefined],
    ],
    ' ',
  )
  return compact({
    type: 'distribution' as const,
    url: distribution.url === undefined ? (asset.purl ?? `#${encodeURIComponent(asset.name)}`) : addresses.write(distribution.url),
    comment: words === '' ? distributionMark : `${distributionMark} ${words}`,
    hashes: hashes.length === 0 ? undefined : hashes,
  })
}

/** Where a registry keeps this name: for readers that do not know the registry's rule. */
function derivedReferences(asset: Asset): ExternalReference[] {
  if (asset.kind === 'bom') return [{type: 'bom', url: toReference(asset.name), comment: derivedMark}]
  if ((asset.kind !== 'model' && asset.kind !== 'dataset') || asset.facts.registry !== 'huggingface') return []
  // the hub that was asked says itself where it keeps it: it may be another one
  if (asset.references?.some(({type}) => type === 'vcs') === true) return []
  const name = [asset.group, asset.name].flatMap(part => (part === undefined ? [] : encodeURIComponent(part.toWellFormed()))).join('/')
  const url = `https://huggingface.co/${asset.kind === 'dataset' ? 'datasets/' : ''}${name}`
  if (asset.references?.some(reference => reference.url === url) === true) return []
  return [{type: 'distribution', url, comment: derivedMark}]
}
