import {findEnds} from '../../formats/zip/directory.ts'
import {probe, sliceReader} from '../probe.ts'
import type {Examination, FormatReader} from '../reader.ts'

const localHead = [0x50, 0x4b, 3, 4]

/**
 * A part of a distributed checkpoint of torch: one zip for each tensor, one behind the other; `.metadata` beside it
 * says where each begins. Every zip is examined as a file of its own.
 */
export const distributedCheckpoint: FormatReader = {
  format: 'pytorch-distributed',
  carries: ['zip'],
  matches: ({name, head}) => (name.endsWith('.distcp') && beginsZip(head) ? 'certain' : undefined),
  async read(file) {
    const items = itemsOf(file).reverse()
    const rest = items[0]?.begin ?? file.byteLength
    if (rest > 0) await file.inside('bytes outside every item', sliceReader(file.bytes, 0, rest))
    for (const {begin, end} of items) {
      file.cover(begin, end)
      await file.inside(`item at byte ${begin}`, sliceReader(file.bytes, begin, end))
    }
  },
}

/** From the last zip back: the list at the end of each tells where it begins, which is where the one before ends. */
function itemsOf(file: Examination): {begin: number; end: number}[] {
  const items: {begin: number; end: number}[] = []
  for (let end = file.byteLength; end > 0; ) {
    file.budget.spend('members')
    const bytes = sliceReader(file.bytes, 0, end)
    const last = findEnds(bytes, probe('', bytes).tail())[0]
    if (last === undefined || last.end !== end || !beginsZip(bytes.read(BigInt(last.shift), localHead.length))) break
    items.push({begin: last.shift, end})
    end = last.shift
  }
  return items
}

function beginsZip(bytes: Uint8Array): boolean {
  return localHead.every((byte, index) => bytes[index] === byte)
}
