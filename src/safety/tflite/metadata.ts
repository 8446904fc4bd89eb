import type {FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import {AibomError} from '../../lib/errors.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {flatBufferOf} from '../flatbuffer.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'

/** The entry of a model whose buffer describes it for people and for their tools. */
const entryName = 'TFLITE_METADATA'
const texts = [
  [0, 'name'] as const,
  [1, 'metadata_description'] as const,
  [2, 'model_version'] as const,
  [4, 'author'] as const,
  [5, 'license'] as const,
  [7, 'min_parser_version'] as const,
]
const shown = 200

/** States the names of what a model carries beside its graphs, and what it says of itself. */
export function statMetadata(file: Examination, model: FlatTable, bytes: Uint8Array): void {
  const names: string[] = []
  const buffers = model.tables(4)
  for (const entry of model.tables(6)) {
    const name = entry.text(0) ?? ''
    const index = entry.u32(1)
    if (name !== '') names.push(name)
    const buffer = buffers[index]
    if (buffer === undefined)
      file.find(headerLayout, `the metadata ${JSON.stringify(name)} is in buffer ${index} of ${buffers.length}`)
    else if (name === entryName) readMetadata(file, buffer, bytes)
  }
  if (names.length > 0) file.fact('metadata', names)
}

/** ModelMetadata, a flatbuffer inside a buffer. */
function readMetadata(file: Examination, buffer: FlatTable, bytes: Uint8Array): void {
  const places = buffer.items(0, 1)
  const [begin] = places
  if (begin === undefined) return
  try {
    const metadata = flatBufferOf(file, bytes.subarray(begin, begin + places.length)).root()
    for (const [field, fact] of texts) {
      const text = metadata.text(field)
      if (text !== undefined && text !== '') file.fact(fact, text.slice(0, shown))
    }
    for (const associated of metadata.tables(6)) {
      const name = associated.text(0) ?? ''
      if (leadsOut(name))
        file.find(pathOutside, `it names the file ${JSON.stringify(name)}, outside its own`, {evidence: name})
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(brokenFile, `its metadata cannot be read: ${error.message}`, {member: entryName})
  }
}
