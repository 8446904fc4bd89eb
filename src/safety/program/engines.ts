import {detectFormat} from '../../formats/detect-format.ts'
import {needsCode} from '../../rules/needs-code.ts'
import type {FormatReader} from '../reader.ts'

/** Names of engines among other binary files: their format is not published. */
const engineName = /\.(?:engine|trt|plan)$/i

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

/** A program that ExecuTorch compiled: instructions of its own, and parts for the chip of a device. */
export const executorch: FormatReader = {
  format: 'executorch',
  matches: ({head}) => (detectFormat(head) === 'executorch' ? 'certain' : undefined),
  read(file) {
    file.fact('version', Buffer.from(file.head.subarray(4, 8)).toString('latin1'))
    file.cover(0, file.byteLength)
    file.find(needsCode, 'a program of ExecuTorch holds compiled code, which cannot be judged from outside', {
      evidence: 'executorch',
    })
  },
}
