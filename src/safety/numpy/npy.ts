import {product, readNpy} from '../../formats/npy.ts'
import {AibomError} from '../../lib/errors.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {examinePickle} from '../pickle/examine-pickle.ts'
import type {FormatReader} from '../reader.ts'

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** One array of numpy. Arrays of objects hold a pickle in place of data. */
export const npy: FormatReader = {
  format: 'numpy',
  matches: ({head}) => (magic.every((byte, index) => head[index] === byte) ? 'certain' : undefined),
  async read(file) {
    const {version, descr, itemBytes, shape, dataBegin} = readNpy(file.bytes)
    file.cover(0, dataBegin)
    file.fact('numpy_version', version)
    file.fact('dtype', descr)
    file.fact('shape', shape)
    file.fact('tensor_count', 1)
    if (shape.some(side => !Number.isSafeInteger(side) || side < 0)) return file.find(headerLayout, `the shape ${shape.join(' × ')} is impossible`)
    if (Number.isSafeInteger(product(shape))) file.fact('parameters', product(shape))
    if (itemBytes === 'object') return void (await examinePickle(file, dataBegin, {hasPersistentIds: false}))
    const dataBytes = product(shape) * itemBytes
    if (!Number.isSafeInteger(dataBytes)) return file.find(headerLayout, `the shape ${shape.join(' × ')} needs more bytes than 64 bits can count`)
    if (dataBegin + dataBytes > file.byteLength)
      throw new AibomError('AIBOM_NPY_INVALID', `the array needs ${dataBytes} bytes, the file has ${file.byteLength - dataBegin}`)
    file.cover(dataBegin, dataBegin + dataBytes)
  },
}
