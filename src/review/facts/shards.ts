/** One file of weights that come in several. */
export interface Shard {
  /** the name without the number */
  readonly stem: string
  /** from 1 */
  readonly index: number
  readonly of: number
}

/** `model-00002-of-00008.safetensors` is the second of eight; undefined for a name that says nothing of others. */
export function shardOf(name: string): Shard | undefined {
  const [, before, index, of, after] = /^(.{0,200})-(\d{5})-of-(\d{5})(\.[\w.]{1,30})$/.exec(name) ?? []
  if (before === undefined || index === undefined || of === undefined || after === undefined) return undefined
  return {stem: `${before}-of-${of}${after}`, index: Number(index), of: Number(of)}
}
