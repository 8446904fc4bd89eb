import type {ByteReader} from '../lib/byte-reader.ts'
import {fieldText, readFields} from './protobuf.ts'

/** Of ModelProto and of the entries in it. @see onnx.proto3, `metadata_props` and `StringStringEntryProto` */
const propertiesField = 14
const keyField = 1
const valueField = 2
const propertyLimit = 1000
const textLimit = 4096

/**
 * What an ONNX file says of itself, by key: `license`, `author`. The graph is passed over; texts are cut at 4,096 bytes.
 * @throws {AibomError} `AIBOM_PROTOBUF_INVALID`
 */
export function readOnnxMetadata(file: ByteReader): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  for (const field of readFields(file, 0, Number(file.byteLength))) {
    if (field.number !== propertiesField || field.type !== 2) continue
    if (properties.size === propertyLimit) break
    const entry = [...readFields(file, field.begin, field.end)]
    const [key, value] = [keyField, valueField].map(number => {
      const part = entry.find(each => each.number === number && each.type === 2)
      return part === undefined ? '' : fieldText(file, part, textLimit)
    })
    properties.set(key ?? '', value ?? '')
  }
  return properties
}
