import type {Gap} from '../../inventory/gap.ts'

/** `stem-00001-of-00003.ext`, `stem-00001-of-00002.fp16.safetensors`: which part of how many. */
interface ShardName {
  readonly stem: string
  readonly number: number
  readonly count: number
  readonly extension: string
}

const shardPattern = /^(.+)-(\d{5})-of-(\d{5})\.((?:\w{1,20}\.)?\w{1,20})$/
/** Real models have up to a few hundred shards; a name may claim 99,999. */
const shardLimit = 2000
/** Names that a message lists before it only counts. */
const listedNames = 5

function parseShardName(path: string): ShardName | undefined {
  const [, stem, number, count, extension] = shardPattern.exec(path) ?? []
  if (stem === undefined || extension === undefined) return undefined
  const shard = {stem, number: Number(number), count: Number(count), extension}
  return shard.number >= 1 && shard.number <= shard.count && shard.count <= shardLimit ? shard : undefined
}

/** Equal for the files of one numbered set; undefined for others. */
export function setKey(path: string): string | undefined {
  const shard = parseShardName(path)
  return shard === undefined ? undefined : `${shard.stem}\0${shard.count}\0${shard.extension}`
}

/** The parts that a set's names promise and that are not there, as paths. */
export function missingOfSet(paths: readonly string[]): string[] {
  const present = new Set(paths)
  const [first] = paths
  const shard = first === undefined ? undefined : parseShardName(first)
  if (shard === undefined) return []
  const names = Array.from(
    {length: shard.count},
    (_, index) => `${shard.stem}-${fiveDigits(index + 1)}-of-${fiveDigits(shard.count)}.${shard.extension}`,
  )
  return names.filter(name => !present.has(name))
}

/** One gap for all that is missing; names past the first few are counted. */
export function missingGap(path: string, missing: readonly string[]): Gap {
  const listed = missing.slice(0, listedNames).join(', ')
  const rest = missing.length > listedNames ? ` and ${missing.length - listedNames} more` : ''
  return {
    path,
    stage: 'resolve',
    code: 'missing-shard',
    message: `${missing.length} of the model's files are not here: ${listed}${rest}`,
  }
}

function fiveDigits(number: number): string {
  return String(number).padStart(5, '0')
}
