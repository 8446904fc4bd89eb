import type {FileSafety} from '../../inventory/file-safety.ts'
import {folderOf} from '../../lib/path.ts'
import {weightsDiffer} from '../../rules/weights-differ.ts'
import {weightsTwice} from '../../rules/weights-twice.ts'
import type {RepositoryView} from './view.ts'

const pickled: ReadonlySet<string> = new Set(['pytorch', 'torchscript', 'pickle'])
/** Ways to write the numbers that both files have: a pickle may say float32 where safetensors says F32. */
const typeWords: ReadonlyMap<string, string> = new Map([
  ['float32', 'F32'],
  ['float64', 'F64'],
  ['float16', 'F16'],
  ['bfloat16', 'BF16'],
  ['int64', 'I64'],
  ['int32', 'I32'],
  ['int16', 'I16'],
  ['int8', 'I8'],
  ['uint8', 'U8'],
  ['bool', 'BOOL'],
])

/** A pickle and a safetensors of the same weights in one folder. */
export function examineTwins(view: RepositoryView): void {
  const data = [...view.files.values()].filter(({format}) => format === 'safetensors')
  for (const pickle of [...view.files.values()].filter(({format}) => pickled.has(format ?? ''))) {
    const twin = data.find(
      ({path, links}) => folderOf(path) === folderOf(pickle.path) && share(links?.tensors, pickle.links?.tensors),
    )
    if (twin !== undefined) judgeTwins(view, pickle, twin)
  }
}

/** Half of the names of the smaller one. */
function share(one: ReadonlyMap<string, string> | undefined, other: ReadonlyMap<string, string> | undefined): boolean {
  if (one === undefined || other === undefined || one.size === 0 || other.size === 0) return false
  const [small, large] = one.size <= other.size ? [one, other] : [other, one]
  return [...small.keys()].filter(name => large.has(name)).length * 2 > small.size
}

function judgeTwins(view: RepositoryView, pickle: FileSafety, twin: FileSafety): void {
  view.find(
    pickle.path,
    weightsTwice,
    `${twin.path} has the same weights: programs that know safetensors load that one, others this pickle`,
    {
      evidence: twin.path,
    },
  )
  for (const [name, shape] of pickle.links?.tensors ?? []) {
    const other = twin.links?.tensors?.get(name)
    if (other === undefined || inWords(shape) === other) continue
    view.find(
      pickle.path,
      weightsDiffer,
      `the tensor ${JSON.stringify(name)} is ${inWords(shape)}, in ${twin.path} it is ${other}`,
      {
        member: name,
        evidence: name,
      },
    )
    return
  }
}

function inWords(shape: string): string {
  const type = shape.slice(shape.lastIndexOf(' ') + 1)
  return shape.slice(0, shape.length - type.length) + (typeWords.get(type) ?? type)
}
