import {createHash} from 'node:crypto'
import {jsonPieces} from '../../lib/escape/json.ts'

/** Name space of serial numbers that follow from the content; drawn once. */
const nameSpace = Buffer.from('b6c1f0d2a5a94f5e9a3f4be9a2c0d7e1', 'hex')

/**
 * `urn:uuid:` and the UUIDv5 (RFC 9562 §5.5) of the text of a document without serialNumber, version and timestamp:
 * the same content has the same number, whenever and wherever it is written.
 */
export function serialNumberOf(document: Readonly<Record<string, unknown>>): string {
  const {serialNumber: _serialNumber, version: _version, metadata, ...rest} = document
  const {timestamp: _timestamp, ...kept} =
    typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {}
  const sha1 = createHash('sha1').update(nameSpace)
  for (const piece of jsonPieces({...rest, metadata: kept})) sha1.update(piece)
  const hash = sha1.digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`
}
