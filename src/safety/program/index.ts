import {codeInside} from '../../rules/code-inside.ts'
import {twoFormats} from '../../rules/two-formats.ts'
import {appendedZip} from '../archive/appended-zip.ts'
import {sliceReader} from '../probe.ts'
import type {FormatReader, Probe} from '../reader.ts'

const smallestProgram = 32
/**
 * First bytes of Mach-O files; the ones of several machines are also those of Java, which has a version where they have
 * a small count.
 */
const machO: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe])
const machOfMany = 0xcafebabe

/**
 * A program for a machine. A llamafile is one that carries a model as a zip behind it. What a program does cannot be
 * told from outside.
 */
export const program: FormatReader = {
  format: 'program',
  carries: ['zip'],
  matches: probe => (kindOf(probe) === undefined ? undefined : 'certain'),
  async read(file) {
    const kind = kindOf(file) ?? ''
    file.fact('program', kind)
    file.find(codeInside, `the file is a program (${kind}), which runs when it is opened`, {evidence: kind})
    const {begin, names} = appendedZip(file, smallestProgram)
    file.cover(0, begin)
    if (begin === file.byteLength) return
    file.cover(begin, file.byteLength)
    const {format = 'a zip'} = await file.inside(
      'zip behind the program',
      sliceReader(file.bytes, begin, file.byteLength),
      {keepFacts: true},
    )
    if (names.some(name => name.endsWith('.gguf'))) file.isOf('llamafile')
    else file.find(twoFormats, `the file is a program and ${format} at once`, {offset: begin, evidence: format})
  },
}

function kindOf({head}: Probe): string | undefined {
  if (head.length < smallestProgram) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const first = view.getUint32(0)
  if (first === 0x7f454c46) return 'ELF'
  if (Buffer.from(head.subarray(0, 6)).toString('latin1') === 'MZqFpD') return 'APE'
  if (machO.has(first) || (first === machOfMany && view.getUint32(4) < 0x20)) return 'Mach-O'
  if (head[0] !== 0x4d || head[1] !== 0x5a) return undefined
  const at = head.length >= 64 ? view.getUint32(60, true) : head.length
  return at + 4 <= head.length && view.getUint32(at) === 0x50450000 ? 'PE' : undefined
}
