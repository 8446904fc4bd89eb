import {isTar, readTar, type TarEntry} from '../../formats/archives/tar.ts'
import {archiveEncrypted} from '../../rules/archive-encrypted.ts'
import {archivePath} from '../../rules/archive-path.ts'
import {leadsOut} from '../paths.ts'
import {sliceReader} from '../probe.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {examineMembers} from './members.ts'

const devices: ReadonlySet<string> = new Set(['3', '4', '6'])

/** A tar, as NeMo and old versions of torch pack a model. */
export const tar: FormatReader = {
  format: 'tar',
  carries: ['zip'],
  matches: ({head}) => (isTar(head) ? 'certain' : undefined),
  async read(file) {
    const {entries, strays, end} = readTar(file.bytes, () => file.budget.spend('members'))
    let begin = 0
    for (const stray of strays) {
      file.cover(begin, stray.begin)
      begin = stray.end
    }
    file.cover(begin, end)
    for (const entry of entries) judgeEntry(file, entry)
    const files = entries.filter(({type}) => !/^[1-6]$/.test(type))
    const members = files.map(({name, dataBegin, dataEnd}) => ({
      name,
      byteLength: dataEnd - dataBegin,
      open: () => sliceReader(file.bytes, dataBegin, dataEnd),
    }))
    await examineMembers(file, members, 'tar')
  },
}

function judgeEntry(file: Examination, {name, type, link, isSparse, headerBegin}: TarEntry): void {
  const place = {offset: headerBegin, member: name}
  if (devices.has(type)) file.find(archivePath, `${JSON.stringify(name)} is a device or a pipe`, place)
  if ((type === '1' || type === '2') && leadsOut(link))
    file.find(archivePath, `${JSON.stringify(name)} is a link to ${JSON.stringify(link)}`, {...place, evidence: link})
  if (isSparse)
    file.find(
      archiveEncrypted,
      `${JSON.stringify(name)} has holes: what is unpacked are other bytes than stand in the tar`,
      place,
    )
  if (type === '5' && leadsOut(name))
    file.find(archivePath, `the folder ${JSON.stringify(name)} leads out of the archive`, {...place, evidence: name})
}
