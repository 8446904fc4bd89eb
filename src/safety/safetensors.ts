import {isUtf8} from 'node:buffer'
import {detectFormat} from '../formats/detect-format.ts'
import {
  countParameters,
  dtypeHistogram,
  readSafetensorsHeader,
  type SafetensorsHeader,
  tensorFingerprint,
} from '../formats/safetensors.ts'
import {AibomError} from '../lib/errors.ts'
import {headerLayout} from '../rules/header-layout.ts'
import {uncoveredBytes} from '../rules/uncovered-bytes.ts'
import type {Examination, FormatReader} from './reader.ts'
import {isText} from './text.ts'

const shownKeys = 8
/** The length of the header, before its first character. */
const prefixBytes = 8
const brace = 0x7b

/** Data alone: what its header states must fit the file to the byte. */
export const safetensors: FormatReader = {
  format: 'safetensors',
  matches: ({head, name}) =>
    detectFormat(head) === 'safetensors' ? 'certain' : name.endsWith('.safetensors') ? 'likely' : undefined,
  read(file) {
    const header = readHeader(file)
    if (header === undefined) return
    file.cover(0, file.byteLength)
    for (const key of header.extraKeys.slice(0, shownKeys))
      file.find(uncoveredBytes, `the header states ${JSON.stringify(key)}, which the format does not define`, {
        evidence: key,
      })
    for (const [name, value] of header.metadata) file.fact(name, value)
    for (const {name, dtype, shape} of header.tensors) file.tensor(name, shape, dtype)
    file.fact('data_bytes', Number(header.tensors.reduce((sum, {begin, end}) => sum + end - begin, 0n)))
    file.fact('tensor_count', header.tensors.length)
    file.fact('parameters', Number(countParameters(header)))
    file.fact('dtypes', [...dtypeHistogram(header).keys()])
    file.fact('fingerprint', tensorFingerprint(header.tensors))
  },
}

function readHeader(file: Examination): SafetensorsHeader | undefined {
  try {
    return readSafetensorsHeader(file.bytes)
  } catch (error) {
    if (!(error instanceof AibomError) || !isLie(error, file)) throw error
    file.find(headerLayout, error.message)
    return undefined
  }
}

/**
 * A header that does not fit its file; one that is merely cut, or begins with blanks, tells no lie, nor does the text
 * of an error page that was saved under the name of the weights. What does not go on with an object is another format.
 */
function isLie({code}: AibomError, {head, byteLength}: Examination): boolean {
  if (isText(head) && isUtf8(head.subarray(0, prefixBytes))) return false
  if (code === 'AIBOM_SAFETENSORS_LAYOUT') return true
  if (head.length < prefixBytes || (head[prefixBytes] ?? brace) !== brace) return false
  if (code === 'AIBOM_SAFETENSORS_HEADER_INVALID' || code === 'AIBOM_SAFETENSORS_HEADER_TOO_LARGE') return true
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true)
  return length + 8n > BigInt(byteLength)
}
