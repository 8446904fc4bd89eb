import {findEnds, readDirectory} from '../../formats/zip/directory.ts'
import type {Probe} from '../reader.ts'

/**
 * A zip that stands behind something else.
 * @param least before it no zip can begin
 * @returns where it begins, the end of the file where there is none; the names of its members
 */
export function appendedZip(file: Probe, least: number): {readonly begin: number; readonly names: readonly string[]} {
  const [end] = findEnds(file.bytes, file.tail())
  if (end === undefined) return {begin: file.byteLength, names: []}
  const names: string[] = []
  let begin = end.directoryBegin
  for (const {headerOffset, name} of readDirectory(file.bytes, end)) {
    names.push(name)
    begin = Math.min(begin, headerOffset + end.shift)
  }
  return {begin: Math.max(least, begin), names}
}
