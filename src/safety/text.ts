import {LimitReached} from './budget.ts'
import type {FormatReader} from './reader.ts'

/** Names of files that people read and that no program of a model runs. */
const textName =
  /(?:^|\/)(?:[^/]*\.(?:txt|md|rst|csv|tsv|bib|license|text)|readme|licen[cs]e|notice|copying|changelog|authors|version|\.gitattributes|\.gitignore)$/i
const limitBytes = 64 * 1024 * 1024
const chunkBytes = 1024 * 1024

/** Plain text to its last byte, under a name of documents and word lists. */
export const text: FormatReader = {
  format: 'text',
  matches: ({name, head}) => (textName.test(name) && isText(head) ? 'likely' : undefined),
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of text`)
    for (let at = 0; at < file.byteLength; at += chunkBytes) {
      const end = Math.min(at + chunkBytes, file.byteLength)
      if (!isText(file.bytes.read(BigInt(at), end - at))) return
      file.cover(at, end)
    }
  },
}

/** No control characters but white space; every other byte may be part of some encoding. */
export function isText(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}
