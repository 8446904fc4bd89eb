import {isAscii} from 'node:buffer'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {withoutContent} from '../content.ts'

/** Gives a text of a document as it is meant. */
export type ToText = (text: string) => string

/** A parsed document, and what its texts have to be passed through before anybody reads them. */
export interface RawJson {
  readonly value: unknown
  readonly toText: ToText
}

const asIs: ToText = text => text
const beyondAscii = /[\x80-\xff]/

/** Decodes a text whose UTF-8 bytes were taken for one sign each. */
const fromBytes: ToText = text => (beyondAscii.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text)

/**
 * Parses JSON of which only a few texts are read. A text beyond ASCII takes twice the memory and a multiple of the
 * time, so each byte is taken for one sign first, which changes nothing of the syntax of JSON; the few texts that are
 * read are decoded after that. Where signs beyond ASCII are written both as escapes and as bytes, the two could not be
 * told apart, and the document is decoded whole.
 * @returns undefined where it is not JSON
 */
export function parseRawJson(bytes: Buffer): RawJson | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const text = withoutContent(bytes.toString('latin1', start))
  const isPlain = isAscii(bytes)
  const isWhole = !isPlain && hasWideEscape(text)
  const value = parseJsonOrNothing(isWhole ? bytes.toString('utf8', start) : text)
  return value === undefined ? undefined : {value, toText: isPlain || isWhole ? asIs : fromBytes}
}

/** A backslash, `u`, and a number from 80 on; `\u0026` is frequent and harmless. */
function hasWideEscape(text: string): boolean {
  for (let at = text.indexOf('\\u'); at !== -1; at = text.indexOf('\\u', at + 2))
    if (!narrowEscapes.has(text.slice(at + 2, at + 5))) return true
  return false
}

const narrowEscapes: ReadonlySet<string> = new Set(['000', '001', '002', '003', '004', '005', '006', '007'])
