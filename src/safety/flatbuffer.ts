import {FlatBuffer} from '../formats/flatbuffer/flatbuffer.ts'
import type {Examination} from './reader.ts'

/** A flatbuffer of a file, or inside it, whose reading counts against what the file may cost. */
export function flatBufferOf(file: Examination, bytes: Uint8Array): FlatBuffer {
  return new FlatBuffer(bytes, items => file.budget.spend('items', items))
}
