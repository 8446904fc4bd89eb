import type {AssetBase} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import type {Distribution} from '../../inventory/facts.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {reportMark} from '../reports/read.ts'
import type {Addresses} from './addresses.ts'
import {fromHashes} from './digests.ts'
import {parseRecord} from './record.ts'
import {derivedMark, distributionMark, lastName} from './references.ts'

type Reference = NonNullable<AssetBase['references']>[number]

interface ReferenceSource {
  readonly node: UnknownRecord
  readonly addresses: Addresses
  readonly refused: (message: string) => void
}

const types = ['website', 'distribution', 'vcs', 'documentation', 'model-card', 'issue-tracker', 'other'] as const

/** References as stated: without those that follow from the name, and without a package's files. */
export function readReferences({node, addresses}: ReferenceSource, unmarkedFiles: boolean): Reference[] {
  return asList(node['externalReferences']).flatMap(item => {
    const reference = toReference(item)
    if (reference === undefined || isOwnMark(reference.comment) || isDistribution(reference, unmarkedFiles)) return []
    const type = types.find(each => each === reference.type)
    const url = addresses.read(reference.url)
    return type === undefined
      ? {type: 'other' as const, url, comment: reference.comment ?? reference.type}
      : compact({type, url, comment: reference.comment})
  })
}

/** What follows from the name, and files of results, which stand with their evidence. */
function isOwnMark(comment: string | undefined): boolean {
  return comment === derivedMark || comment?.startsWith(reportMark) === true
}

/** @param unmarkedFiles true for another tool's package, whose references of type distribution are its files */
export function readDistributions({node, addresses, refused}: ReferenceSource, unmarkedFiles: boolean): Distribution[] {
  return readFiles({node, addresses, refused}, unmarkedFiles).map(({distribution}) => distribution)
}

/** The files of a package of aibom's own BOM: of a single one the digests are the component's. */
export function readOwnFiles(source: ReferenceSource, digests: readonly Digest[], lacksFiles: boolean): Distribution[] {
  const files = readFiles(source, false)
  if (files.length === 0) return lacksFiles || digests.length === 0 ? [] : [{digests}]
  const [only, ...others] = files
  if (only === undefined || others.length > 0 || only.isBare || only.distribution.digests.length > 0)
    return files.map(({distribution}) => distribution)
  return [{...only.distribution, digests}]
}

function readFiles(
  {node, addresses, refused}: ReferenceSource,
  unmarkedFiles: boolean,
): {distribution: Distribution; isBare: boolean}[] {
  return asList(node['externalReferences']).flatMap(item => {
    const reference = toReference(item)
    if (reference === undefined || !isDistribution(reference, unmarkedFiles)) return []
    const words = parseRecord((reference.comment ?? '').slice(distributionMark.length + 1), ' ')
    const digests = fromHashes(
      hashesOf(asRecord(item)),
      {computed: words?.get('computed') ?? [], others: words?.get('digest') ?? []},
      refused,
    )
    const address = addresses.read(reference.url)
    const url = words?.get('url')?.[0] === 'unknown' ? undefined : address
    const file = words?.get('file')?.[0]
    return {
      distribution: compact({file: file === '' ? lastName(address) : file, url, digests}),
      isBare: words?.get('digests')?.[0] === 'none',
    }
  })
}

/** The `hashes` of a component or reference, as far as they have the shape of such. */
export function hashesOf(node: UnknownRecord | undefined): {alg: string; content: string}[] {
  return asList(node?.['hashes']).flatMap(item => {
    const [alg, content] = [asRecord(item)?.['alg'], asRecord(item)?.['content']]
    return typeof alg === 'string' && typeof content === 'string' ? {alg, content} : []
  })
}

interface Stated {
  readonly type: string
  readonly url: string
  readonly comment?: string
}

function isDistribution({type, comment}: Stated, unmarkedFiles: boolean): boolean {
  if (type !== 'distribution') return false
  return unmarkedFiles || comment === distributionMark || comment?.startsWith(`${distributionMark} `) === true
}

function toReference(item: unknown): Stated | undefined {
  const reference = asRecord(item)
  const [type, url, comment] = [reference?.['type'], reference?.['url'], reference?.['comment']]
  if (typeof type !== 'string' || typeof url !== 'string') return undefined
  return compact({type, url, comment: typeof comment === 'string' ? comment : undefined})
}
