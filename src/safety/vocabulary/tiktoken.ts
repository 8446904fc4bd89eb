import {brokenFile} from '../../rules/broken-file.ts'
import type {FormatReader} from '../reader.ts'

const chunkBytes = 1024 * 1024
/** A token in base64 and its number; the longest tokens are some hundred bytes. */
const line = /^[A-Za-z0-9+/]{1,2000}={0,2} \d{1,9}$/
const longestLine = 2048

/** A vocabulary of tiktoken: a token in base64 and its number on each line. */
export const tiktoken: FormatReader = {
  format: 'tiktoken',
  matches: ({head}) => (isLine(Buffer.from(head).toString('latin1').split('\n', 1)[0] ?? '') ? 'likely' : undefined),
  read(file) {
    let tokens = 0
    let begun = ''
    for (let at = 0; at < file.byteLength; at += chunkBytes) {
      const end = Math.min(at + chunkBytes, file.byteLength)
      const lines = (begun + Buffer.from(file.bytes.read(BigInt(at), end - at)).toString('latin1')).split('\n')
      begun = end < file.byteLength ? (lines.pop() ?? '') : ''
      // what ends the last line is no line
      if (end === file.byteLength && lines.at(-1) === '') lines.pop()
      const odd = begun.length > longestLine ? lines.length : lines.findIndex(each => !isLine(each))
      if (odd !== -1) {
        file.find(brokenFile, `line ${tokens + odd + 1} is not a token and its number`)
        return
      }
      tokens += lines.length
    }
    file.fact('vocab_size', tokens)
    file.cover(0, file.byteLength)
  },
}

function isLine(text: string): boolean {
  return line.test(text.endsWith('\r') ? text.slice(0, -1) : text)
}
