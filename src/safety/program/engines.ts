import {detectFormat} from '../../formats/detect-format.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {salvage} from '../pickle/salvage.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** What is added to a file stands at its end. */
const searchedBytes = 8 * 1024 * 1024
/** Names of engines among other binary files: their format is not published. */
const engineName = /\.(?:engine|trt|plan)$/i

/** A program together with inputs and outputs to test it by. */
const bundled = /^BP\d\d$/

/** An engine that TensorRT compiled: machine code for one kind of card. */
export const tensorrt: FormatReader = {
  format: 'tensorrt',
  matches: ({head, name}) =>
    detectFormat(head) === 'tensorrt' ? 'certain' : engineName.test(name) ? 'likely' : undefined,
  read(file) {
    judgeOpaque(file, 'tensorrt', 'an engine of TensorRT is machine code, which cannot be judged from outside')
  },
}

/** A model that OpenVINO compiled and exported for a device. */
export const openvinoBlob: FormatReader = {
  format: 'openvino-blob',
  matches: ({head}) => (latin1(head, 0, 8) === 'RR_UPCVO' ? 'certain' : undefined),
  read(file) {
    judgeOpaque(
      file,
      'openvino-blob',
      'a compiled model of OpenVINO is for one device, and cannot be judged from outside',
    )
  },
}

/** A program that ExecuTorch compiled: instructions of its own, and parts for the chip of a device. */
export const executorch: FormatReader = {
  format: 'executorch',
  matches: ({head}) =>
    detectFormat(head) === 'executorch' || bundled.test(latin1(head, 4, 8)) ? 'certain' : undefined,
  read(file) {
    file.fact('version', latin1(file.head, 4, 8))
    judgeOpaque(file, 'executorch', 'a program of ExecuTorch holds compiled code, which cannot be judged from outside')
  },
}

/** Nobody knows which bytes are whose: a pickle among the last of them may be one that somebody added. */
function judgeOpaque(file: Examination, format: string, message: string): void {
  file.cover(0, file.byteLength)
  file.find(needsCode, message, {evidence: format})
  const begin = Math.max(0, file.byteLength - searchedBytes)
  for (const {rule, message: found, evidence} of salvage(file.bytes, begin, file.byteLength, file.trustedNames))
    file.find(rule, `among its bytes: ${found}`, {evidence})
}

function latin1(head: Uint8Array, begin: number, end: number): string {
  return Buffer.from(head.subarray(begin, end)).toString('latin1')
}
