import {brokenFile} from '../../rules/broken-file.ts'
import {pickleOutsideHelp} from '../../rules/pickle-outside-help.ts'
import {tensorOutsideStorage} from '../../rules/tensor-outside-storage.ts'
import {examinePickle} from '../pickle/examine-pickle.ts'
import type {Run} from '../pickle/machine.ts'
import {itemsOf, show} from '../pickle/values.ts'
import type {Examination} from '../reader.ts'
import {examineTensors, type Storage, storagesOf} from './storages.ts'

const magic = 0x1950a86a20f9469cfc6cn

/** Files of torch before 1.6 begin with a pickle of this number. */
export function isLegacyTorch({result}: Run): boolean {
  return result === magic
}

/**
 * Examines what follows the magic number: pickles of the protocol version, of the system and of the object, the list of
 * storage keys, then each storage as its count of elements and its raw bytes.
 */
export async function examineLegacyTorch(file: Examination, begin: number): Promise<void> {
  file.isOf('pytorch')
  file.fact('container', 'legacy')
  let position = begin
  let object: Run | undefined
  let keys: Run | undefined
  for (const part of ['protocol', 'system', 'object', 'keys']) {
    const run = await examinePickle(file, position, {hasPersistentIds: part === 'object'})
    if (run.broken !== undefined) return
    if (part === 'object') object = run
    keys = run
    position = run.end
  }
  if (object === undefined || keys === undefined) return
  const storages = storagesOf(object, id =>
    file.find(pickleOutsideHelp, `it asks for an object that is not a storage: ${show(id)}`),
  )
  examineTensors(file, object)
  const listed = new Set(itemsOf(keys.result).map(String))
  // its bytes would be whatever the memory held before
  for (const key of storages.keys())
    if (!listed.has(key)) file.find(brokenFile, `storage ${key} is named by a tensor and not in the file`)
  for (const key of itemsOf(keys.result)) {
    const next = coverStorage(file, position, storages.get(String(key)), String(key))
    if (next === undefined) return
    position = next
  }
}

/** @returns where the next storage begins */
function coverStorage(file: Examination, at: number, storage: Storage | undefined, key: string): number | undefined {
  if (storage === undefined) {
    file.find(brokenFile, `storage ${key} is listed and no tensor names it`, {offset: at})
    return undefined
  }
  const bytes = file.bytes.read(BigInt(at), 8)
  const count = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true))
  if (count !== storage.count) {
    file.find(
      tensorOutsideStorage,
      `storage ${key} has ${count} elements, its tensors were promised ${storage.count}`,
      {offset: at},
    )
    return undefined
  }
  const end = at + 8 + count * storage.itemBytes
  if (end > file.byteLength) {
    file.find(brokenFile, `storage ${key} ends ${end - file.byteLength} bytes behind the end of the file`, {offset: at})
    return undefined
  }
  file.cover(at, end)
  return end
}
