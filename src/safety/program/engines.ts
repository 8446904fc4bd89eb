import {detectFormat} from '../../formats/detect-format.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {FormatReader} from '../reader.ts'

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
    file.cover(0, file.byteLength)
    file.find(needsCode, 'an engine of TensorRT is machine code, which cannot be judged from outside', {
      evidence: 'tensorrt',
    })
  },
}

/** A model that OpenVINO compiled and exported for a device. */
export const openvinoBlob: FormatReader = {
  format: 'openvino-blob',
  matches: ({head}) => (latin1(head, 0, 8) === 'RR_UPCVO' ? 'certain' : undefined),
  read(file) {
    file.cover(0, file.byteLength)
    file.find(needsCode, 'a compiled model of OpenVINO is for one device, and cannot be judged from outside', {
      evidence: 'openvino-blob',
    })
  },
}

/** A program that ExecuTorch compiled: instructions of its own, and parts for the chip of a device. */
export const executorch: FormatReader = {
  format: 'executorch',
  matches: ({head}) =>
    detectFormat(head) === 'executorch' || bundled.test(latin1(head, 4, 8)) ? 'certain' : undefined,
  read(file) {
    file.fact('version', latin1(file.head, 4, 8))
    file.cover(0, file.byteLength)
    file.find(needsCode, 'a program of ExecuTorch holds compiled code, which cannot be judged from outside', {
      evidence: 'executorch',
    })
  },
}

function latin1(head: Uint8Array, begin: number, end: number): string {
  return Buffer.from(head.subarray(begin, end)).toString('latin1')
}
