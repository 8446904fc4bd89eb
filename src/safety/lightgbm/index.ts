import {type LightgbmTree, readLightgbm} from '../../formats/lightgbm.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {LimitReached} from '../budget.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** Characters of one string in Node end at 512 MiB. */
const limitBytes = 256 * 1024 * 1024
const namesShown = 64
/** Settings of a tree that have one item for each leaf, or one less. */
const perLeaf = ['leaf_value', 'leaf_weight', 'leaf_count', 'leaf_const', 'num_features']
const perNode = [
  'split_feature',
  'split_gain',
  'threshold',
  'decision_type',
  'left_child',
  'right_child',
  'internal_value',
  'internal_count',
]
const shownHeader = ['version', 'num_class', 'num_tree_per_iteration', 'max_feature_idx', 'objective', 'label_index']

/** A model of LightGBM as text: trees of numbers. */
export const lightgbm: FormatReader = {
  format: 'lightgbm',
  matches: ({head}) =>
    /^tree\r?\n(?:version=|num_class=)/.test(Buffer.from(head.subarray(0, 32)).toString('latin1'))
      ? 'certain'
      : undefined,
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of text`)
    const text = new TextDecoder('utf-8').decode(file.bytes.read(0n, file.byteLength))
    // files that list the sizes of their trees also say where they end
    const isCut =
      (text.includes('\ntree_sizes=') && !text.includes('\nend of trees')) ||
      (text.includes('\nparameters:') && !text.includes('\nend of parameters'))
    if (isCut) throw new AibomError('AIBOM_LIGHTGBM_INVALID', 'the model is cut: its trees or parameters do not end')
    let leaves = 0
    const {header, treeCount, parameters} = readLightgbm(text, tree => {
      file.budget.spend('items', tree.settings.size)
      leaves += judgeTree(file, tree)
    })
    for (const name of shownHeader) {
      const value = header.get(name)
      if (value !== undefined) file.fact(name, /^-?\d{1,15}$/.test(value) ? Number(value) : value)
    }
    const names = header.get('feature_names')?.split(' ') ?? []
    file.fact('feature_names', names.slice(0, namesShown))
    file.fact('feature_count', names.length)
    file.fact('tree_count', treeCount)
    file.fact('leaf_count', leaves)
    const boosting = parameters.get('boosting')
    if (boosting !== undefined) file.fact('boosting', boosting)
    file.cover(0, file.byteLength)
  },
}

/** A tree whose lists do not fit each other has its reader go outside of them. @returns leaves */
function judgeTree(file: Examination, {index, settings}: LightgbmTree): number {
  const leaves = Number(settings.get('num_leaves'))
  const fault =
    !Number.isSafeInteger(leaves) || leaves < 1 ? `has ${settings.get('num_leaves')} leaves` : faultOf(settings, leaves)
  if (fault === undefined) return leaves
  file.find(headerLayout, `the tree ${index} ${fault}`, {evidence: `Tree=${index}`})
  return 0
}

function faultOf(settings: ReadonlyMap<string, string>, leaves: number): string | undefined {
  for (const [names, wanted] of [[perLeaf, leaves] as const, [perNode, leaves - 1] as const]) {
    for (const name of names) {
      const items = itemsOf(settings.get(name))
      // a tree of one leaf keeps some of its lists empty, others have one item
      if (items === undefined || (leaves === 1 && items.length <= 1)) continue
      if (items.length !== wanted) return `has ${items.length} items in ${name} and needs ${wanted}`
    }
  }
  const children = [
    ...(itemsOf(settings.get('left_child')) ?? []),
    ...(itemsOf(settings.get('right_child')) ?? []),
  ].map(Number)
  const outside = children.find(
    child => !Number.isInteger(child) || child < -leaves || child >= Math.max(1, leaves - 1),
  )
  return outside === undefined ? undefined : `has the child ${outside}, which is not in it`
}

function itemsOf(text: string | undefined): string[] | undefined {
  const trimmed = text?.trim()
  return trimmed === undefined ? undefined : trimmed === '' ? [] : trimmed.split(/ +/)
}
