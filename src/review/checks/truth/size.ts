import type {AssetOf} from '../../../inventory/asset.ts'
import {agree, formatSize, type StatedSize, sizeInName} from '../../../lib/names/model-size.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {sizeInDoubt, statedSize} from '../sizes.ts'
import {tellDifference} from './tell.ts'
import {weightsOf} from './weights-of.ts'

type Model = AssetOf<'model'>

/** Counted from the header of the files; a packed model has fewer numbers than parameters. */
export function compareSize(
  claimed: Part,
  actual: Model,
  artifact: Artifact,
  {notes}: Pick<ReviewContext, 'notes'>,
): void {
  const counted = countedSize(actual, artifact)
  if (counted === undefined || isPacked(actual, artifact)) return
  const stated = statedSize(claimed)
  if (stated !== undefined) {
    if (agree(stated.size, counted)) return
    tellDifference(
      {
        rule: 'parameters-differ',
        what: 'number of parameters',
        claimed: stated.text,
        actual: toldCount(counted),
        pointer: stated.pointer,
      },
      claimed,
      artifact,
      notes,
    )
    return
  }
  const named = sizeInName(claimed.name)
  if (named === undefined || agree(named, counted)) return
  sizeInDoubt(
    claimed,
    {value: formatSize(named.count), source: 'its name'},
    {value: toldCount(counted), source: artifact.shown},
    notes,
  )
}

/** GGUF counts the numbers of a tensor whatever their bits. */
export function isPacked(actual: Model, {inventory}: Artifact): boolean {
  if (actual.facts.quantization === undefined) return false
  const weights = weightsOf(actual, inventory)
  return weights.length === 0 || weights.some(({facts}) => facts.format !== 'gguf')
}

/** Counted from the headers of its weights; undefined where that is not certain. */
export function countedSize(actual: Model, {inventory}: Artifact): StatedSize | undefined {
  const counted = actual.facts.parameters === undefined ? weightsOf(actual, inventory) : [actual]
  const [count, ...others] = counted.flatMap(({facts}) => facts.parameters ?? [])
  return count === undefined || others.length > 0 || Number(count) === 0 ? undefined : {count: Number(count), slack: 0}
}

/** `494M (494032768)` */
export function toldCount({count}: StatedSize): string {
  return `${formatSize(count)} (${count})`
}
