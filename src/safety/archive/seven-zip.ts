import {readSevenZip} from '../../formats/archives/seven-zip.ts'
import type {FormatReader} from '../reader.ts'
import {examineMembers} from './members.ts'

const magic = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]

/** A 7z archive, under which malicious models have been hidden from scanners. */
export const sevenZip: FormatReader = {
  format: '7z',
  carries: ['zip'],
  matches: ({head}) => (magic.every((byte, index) => head[index] === byte) ? 'certain' : undefined),
  async read(file) {
    const {files, end} = readSevenZip(file.bytes, Math.max(1, file.budget.left('inflatedBytes')))
    file.budget.spend('members', files.length)
    for (const each of files) file.budget.spend('inflatedBytes', each.byteLength)
    await examineMembers(file, files, '7z')
    file.cover(0, end)
  },
}
