import type {Digest, DigestAlgorithm} from '../../inventory/evidence.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {Hash} from '../spec/cyclonedx.generated.ts'
import type {PropertyBag, PropertyFields} from './properties.ts'

const hexLengths: Readonly<Record<string, number>> = {
  ...{MD5: 32, 'SHA-1': 40, 'SHA-256': 64, 'SHA-384': 96, 'SHA-512': 128},
  ...{'BLAKE2b-256': 64, 'BLAKE2b-384': 96, 'BLAKE2b-512': 128, BLAKE3: 64},
}
const namesByAlgorithm = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  blake3: 'BLAKE3',
} as const
const algorithmsByName: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ...(Object.entries(namesByAlgorithm) as [keyof typeof namesByAlgorithm, string][]).map(
    ([alg, name]) => [name, alg] as const,
  ),
  ...(['BLAKE2b-256', 'BLAKE2b-384', 'BLAKE2b-512'] as const).map(name => [name, 'blake2b'] as const),
])
const hexPattern = /^[0-9a-f]+$/
const statedPattern =
  /^(md5|sha1|sha256|sha384|sha512|blake2b|blake3):([0-9a-f]+) (content|git-blob|tree) (computed|declared)$/

/**
 * Digests of the content as `hashes`, one an algorithm, computed before declared. Every other one (a git oid, a tree, a
 * second value that disagrees) is no hash of this component's bytes and goes to `aibom:digest`.
 */
export function toHashes(digests: readonly Digest[]): {
  readonly hashes: Hash[]
  readonly computed: string[]
  readonly others: string[]
} {
  const byName = new Map<Hash['alg'], Digest>()
  const others: string[] = []
  for (const digest of sortedBy(digests, ({alg, of, from, hex}) => [of, from, alg, hex].join('\0'))) {
    const name = hashName(digest)
    if (name === undefined || digest.of !== 'content' || byName.has(name))
      others.push(`${digest.alg}:${digest.hex} ${digest.of} ${digest.from}`)
    else byName.set(name, digest)
  }
  const listed = sortedBy(byName, ([name]) => name)
  return {
    hashes: listed.map(([alg, {hex}]) => ({alg, content: hex})),
    computed: listed.filter(([, {from}]) => from === 'computed').map(([name]) => name),
    others,
  }
}

/** Which of the `hashes` were computed, and the digests that are none of them. */
export function digestProperties({
  computed,
  others,
}: {
  readonly computed: readonly string[]
  readonly others: readonly string[]
}): PropertyFields {
  return [
    ['aibom:digest:computed', computed],
    ['aibom:digest', others],
  ]
}

/** @param refused is told what is no digest */
export function fromHashes(
  hashes: readonly {readonly alg: string; readonly content: string}[],
  stated: {readonly computed: readonly string[]; readonly others: readonly string[]},
  refused: (message: string) => void,
): Digest[] {
  const computed = new Set(stated.computed)
  const content = hashes.flatMap(({alg: name, content}): Digest[] => {
    const alg = algorithmsByName.get(name)
    const hex = content.toLowerCase()
    if (alg !== undefined && hex.length === hexLengths[name] && hexPattern.test(hex)) {
      return [{alg, hex, of: 'content', from: computed.has(name) ? 'computed' : 'declared'}]
    }
    refused(alg === undefined ? `hash algorithm ${name}` : `${name} of ${hex.length} characters`)
    return []
  })
  return sortDigests([...content, ...stated.others.flatMap(parseDigest)])
}

/**
 * The counterpart of {@link toHashes} and {@link digestProperties}.
 * @param refused told of each that cannot be a digest
 */
export function readDigests(
  hashes: readonly {readonly alg: string; readonly content: string}[],
  bag: PropertyBag,
  refused: (message: string) => void,
): Digest[] {
  return fromHashes(
    hashes,
    {computed: bag.texts('aibom:digest:computed') ?? [], others: bag.texts('aibom:digest') ?? []},
    refused,
  )
}

/** A sorted copy: by algorithm, then by where it is from. */
export function sortDigests(digests: readonly Digest[]): Digest[] {
  return sortedBy(digests, ({alg, from, hex, of}) => [alg, from, hex, of].join('\0'))
}

function parseDigest(text: string): Digest[] {
  const [, alg, hex, of, from] = statedPattern.exec(text) ?? []
  if (alg === undefined || hex === undefined) return []
  return [{alg: alg as DigestAlgorithm, hex, of: of as Digest['of'], from: from as Digest['from']}]
}

function hashName({alg, hex}: Digest): Hash['alg'] | undefined {
  const name = alg === 'blake2b' ? blake2Name(hex) : namesByAlgorithm[alg]
  return name !== undefined && hex.length === hexLengths[name] && hexPattern.test(hex) ? name : undefined
}

function blake2Name(hex: string): 'BLAKE2b-256' | 'BLAKE2b-384' | 'BLAKE2b-512' | undefined {
  return (['BLAKE2b-256', 'BLAKE2b-384', 'BLAKE2b-512'] as const).find(name => hexLengths[name] === hex.length)
}
