import {type NpyHeader, product, readNpy} from '../../formats/npy.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {examinePickle} from '../pickle/examine-pickle.ts'
import {sliceReader} from '../probe.ts'
import type {Examination, FormatReader} from '../reader.ts'

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/**
 * Arrays of numpy: one, or several that were saved one behind the other. Arrays of objects hold a pickle in place of
 * data.
 */
export const npy: FormatReader = {
  format: 'numpy',
  matches: ({head}) => (isArray(head) ? 'certain' : undefined),
  async read(file) {
    let parameters = 0
    let count = 0
    for (
      let begin = 0;
      begin < file.byteLength &&
      isArray(file.bytes.read(BigInt(begin), Math.min(magic.length, file.byteLength - begin)));
    ) {
      file.budget.spend('items')
      const header = readNpy(sliceReader(file.bytes, begin, file.byteLength))
      const dataBegin = begin + header.dataBegin
      file.cover(begin, dataBegin)
      if (count++ === 0) statHeader(file, header)
      const end = await examineArray(file, header, dataBegin)
      if (end === undefined) return
      parameters += product(header.shape)
      file.fact('tensor_count', count)
      if (Number.isSafeInteger(parameters)) file.fact('parameters', parameters)
      begin = end
    }
  },
}

function isArray(bytes: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

function statHeader(file: Examination, {version, descr, shape}: NpyHeader): void {
  file.fact('numpy_version', version)
  file.fact('dtype', descr)
  file.fact('shape', shape)
  file.fact('tensor_count', 1)
  if (shape.every(side => side >= 0) && Number.isSafeInteger(product(shape))) file.fact('parameters', product(shape))
}

/** Where the data of an array ends; undefined where nothing behind it is known. */
async function examineArray(
  file: Examination,
  {shape, itemBytes}: NpyHeader,
  dataBegin: number,
): Promise<number | undefined> {
  if (shape.some(side => !Number.isSafeInteger(side) || side < 0)) {
    file.find(headerLayout, `the shape ${shape.join(' × ')} is impossible`)
    return undefined
  }
  if (itemBytes === 'object') {
    await examinePickle(file, dataBegin, {hasPersistentIds: false})
    return undefined
  }
  const dataBytes = product(shape) * itemBytes
  if (!Number.isSafeInteger(dataBytes)) {
    file.find(headerLayout, `the shape ${shape.join(' × ')} needs more bytes than 64 bits can count`)
    return undefined
  }
  if (dataBegin + dataBytes > file.byteLength)
    throw new AibomError(
      'AIBOM_NPY_INVALID',
      `the array needs ${dataBytes} bytes, the file has ${file.byteLength - dataBegin}`,
    )
  file.cover(dataBegin, dataBegin + dataBytes)
  return dataBegin + dataBytes
}
