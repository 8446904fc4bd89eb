import {type MsgpackValue, readMsgpack} from '../../formats/msgpack.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {zip} from '../archive/zip.ts'
import {probe, sliceReader} from '../probe.ts'
import type {FormatReader, Probe} from '../reader.ts'

/** Parts of a pipeline that spaCy and Thinc write without an ending of their own. */
const partName = /(?:^|\/)(?:tokenizer|key2row|lookups\.bin|data of a model)$|\/model$/
/** Shorter than anything that a library would load as a file. */
const shortestBytes = 16
const arrayKey = Buffer.from('data')

/** Tables and weights of spaCy as msgpack; a model of another library may stand in it as the bytes of its own file. */
export const spacyData: FormatReader = {
  format: 'spacy-data',
  // a model of torch stands at the end
  carries: ['zip'],
  matches: part => (partName.test(part.name) && isOneMap(part) ? 'certain' : undefined),
  async read(file) {
    let before: MsgpackValue | undefined
    for (const value of readMsgpack(file.bytes, 0, file.byteLength)) {
      file.budget.spend('items')
      const {kind, begin, end} = value
      if (kind === 'bytes' && end - begin >= shortestBytes) {
        const content = sliceReader(file.bytes, begin, end)
        // numbers may begin like a pickle, but never end like a zip
        if (!isArrayKey(file.bytes, before) || zip.matches(probe('', content)) !== undefined)
          await file.inside('data of a model', content, {unrecognised: 'accept'})
      }
      before = value
    }
    file.cover(0, file.byteLength)
  },
}

/** One map from the first byte to the last, of plain values alone. */
function isOneMap({head, bytes, byteLength}: Probe): boolean {
  const [first = 0] = head
  if ((first < 0x80 || first > 0x8f) && first !== 0xde && first !== 0xdf) return false
  try {
    let end = 0
    for (const value of readMsgpack(bytes, 0, byteLength)) {
      if (value.kind === 'extension') return false
      end = value.end
    }
    return end === byteLength
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return false
  }
}

/** `data`, behind which the numbers of an array stand. */
function isArrayKey(bytes: ByteReader, key: MsgpackValue | undefined): boolean {
  if (key === undefined || key.end - key.begin !== arrayKey.length) return false
  return arrayKey.equals(bytes.read(BigInt(key.begin), arrayKey.length))
}
