import {lfsPointerLimitBytes, parseLfsPointer} from '../formats/lfs-pointer.ts'
import {bytesNotRead} from '../rules/bytes-not-read.ts'
import type {FormatReader} from './reader.ts'

/** What a clone without Git LFS has in place of the weights: it says which bytes are meant, and has none of them. */
export const lfsPointer: FormatReader = {
  format: 'git-lfs-pointer',
  matches: ({head, byteLength}) =>
    byteLength < lfsPointerLimitBytes && parseLfsPointer(head) !== undefined ? 'certain' : undefined,
  read(file) {
    const pointer = parseLfsPointer(file.head)
    if (pointer === undefined) return
    file.cover(0, file.byteLength)
    file.fact('oid', `sha256:${pointer.sha256}`)
    file.find(
      bytesNotRead,
      `a pointer of Git LFS to ${pointer.byteLength} bytes, which were not fetched: git lfs pull fetches them`,
      {evidence: pointer.sha256},
    )
  },
}
