import {isJsonObject, type JsonObject} from '../../lib/parse/strict-json.ts'
import {notRecognised} from '../../rules/not-recognised.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** A comment, then the first field of a model in the text format of protobuf, or the header of ONNX's own syntax. */
const firstField =
  /^(?:\s|#[^\n]{0,1000}\n)*(?:<\s{0,80})?(?:ir_version\s{0,8}:|opset_import\s{0,8}:?\s{0,8}[{<[]|producer_name\s{0,8}:)/

/** A model of ONNX that is written as text. It is recognised only: its graph is judged in the binary form. */
export const onnxText: FormatReader = {
  format: 'onnx-text',
  matches: ({head}) => (firstField.test(Buffer.from(head).toString('latin1')) ? 'likely' : undefined),
  read: sayUnread,
}

/** @returns false where the value is no model of ONNX, whose fields are called as in its definition or as in JSON */
export function judgeOnnxJson(file: Examination, value: JsonObject): boolean {
  const opsets = value['opset_import'] ?? value['opsetImport']
  if (!isJsonObject(value['graph']) || !Array.isArray(opsets)) return false
  file.isOf('onnx-json')
  sayUnread(file)
  return true
}

function sayUnread(file: Examination): void {
  file.find(notRecognised, 'it is a model of ONNX as text, whose graph is judged only in the binary form')
}
