import {readZip, type ZipArchive, type ZipMember} from '../../formats/zip/archive.ts'
import type {ZipRecord} from '../../formats/zip/record.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError, messageOf} from '../../lib/errors.ts'
import {archiveDamaged} from '../../rules/archive-damaged.ts'
import {archiveFlags} from '../../rules/archive-flags.ts'
import {archivePath} from '../../rules/archive-path.ts'
import {archiveViewsDiffer} from '../../rules/archive-views-differ.ts'
import {leadsOut} from '../paths.ts'
import {hasWrittenImport} from '../pickle/beginnings.ts'
import type {Examination, FormatReader} from '../reader.ts'
import type {ArchiveMember} from './archive.ts'
import {examineMembers} from './members.ts'
import {contentOf, matchesChecksum} from './zip-content.ts'
import {judgeUnicodeName} from './zip-names.ts'
import {isText, judgeBehind, judgeStrays} from './zip-strays.ts'

const localHead = [0x50, 0x4b, 3, 4]
const encryptionFlags = 0x1 | 0x20 | 0x40 | 0x2000
const descriptorFlag = 8
const endRecordBytes = 22
const linkMode = 0o120000
const typeMask = 0o170000

/** A zip, judged by both of its views: what either of them shows is examined, and where they differ is a finding. */
export const zip: FormatReader = {
  format: 'zip',
  matches(probe) {
    if (localHead.every((byte, index) => probe.head[index] === byte)) return 'certain'
    return hasDirectory(probe.tail()) ? 'certain' : undefined
  },
  async read(file) {
    const archive = readZip(file.bytes, file.tail(), () => file.budget.spend('members'))
    coverArchive(file, archive)
    const hasChecksums = !isWithoutChecksums(archive)
    const isListed = archive.ends.length > 0
    const members = archive.members.flatMap(member => toMembers(file, member, {hasChecksums, isListed}))
    judgeOverlaps(file, archive)
    await examineMembers(file, members, 'zip')
    if (!isListed)
      throw new AibomError('AIBOM_ZIP_INVALID', 'the zip has no central directory: it is truncated or broken')
  },
}

/** An end record with a directory before it: the two signatures, in this order. */
function hasDirectory(tail: Uint8Array): boolean {
  const text = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  const end = text.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  return end !== -1 && text.length - end >= 22 && text.lastIndexOf('PK\x01\x02', end, 'latin1') !== -1
}

function coverArchive(file: Examination, {members, ends}: ZipArchive): void {
  for (const {headerBegin, dataBegin, end, local} of members)
    if (local !== undefined && dataBegin > headerBegin) file.cover(headerBegin, end)
  for (const {directoryBegin, at, end} of ends)
    file.cover(directoryBegin, isComment(file, at, end) ? Math.max(end, at) : at + endRecordBytes)
  if (ends.length > 1) file.find(archiveViewsDiffer, `it has ${ends.length} lists of members`, {offset: ends[1]?.at})
}

/** A comment is text that people read; anything else behind the list is examined as a file of its own. */
function isComment({bytes}: Examination, at: number, end: number): boolean {
  const begin = at + endRecordBytes
  return end <= begin || (isText(bytes.read(BigInt(begin), end - begin)) && !beginsImport(bytes, begin, end))
}

/** An old pickle is text too. */
function beginsImport(bytes: ByteReader, begin: number, end: number): boolean {
  return hasWrittenImport(bytes.read(BigInt(begin), end - begin))
}

/** One member for each content that some program would read under this header. */
function toMembers(
  file: Examination,
  member: ZipMember,
  {hasChecksums, isListed}: {readonly hasChecksums: boolean; readonly isListed: boolean},
): ArchiveMember[] {
  const {central, local, name, headerBegin} = member
  const place = {offset: headerBegin, member: name}
  if (local === undefined) {
    file.find(archiveDamaged, `the list names ${JSON.stringify(name)} where no member is`, place)
    return []
  }
  if (central !== undefined) judgeDifferences(file, central, local, place)
  else if (isListed)
    file.find(archiveViewsDiffer, `${JSON.stringify(name)} is in the archive and not in its list of members`, place)
  for (const record of [local, central]) {
    if (record === undefined) continue
    judgeUnicodeName(file, record, place)
    judgeStrays(file, record, place)
  }
  if (central !== undefined && (central.mode & typeMask) === linkMode) judgeLink(file, member, central)
  if (((local.flags | (central?.flags ?? 0)) & encryptionFlags) !== 0)
    file.find(archiveFlags, `${JSON.stringify(name)} is marked as encrypted or patched`, place)
  const views = central === undefined ? [local] : isSameContent(central, local) ? [central] : [central, local]
  return views.map(view => toMember(file, member, view, hasChecksums))
}

/** Torch leaves out all checksums when it is asked to, and then no program can check one. */
function isWithoutChecksums({members}: ZipArchive): boolean {
  return (
    members.some(({name}) => name.endsWith('/.data/serialization_id')) &&
    members.every(({central, local}) => central?.crc === 0 && local?.crc === 0)
  )
}

function toMember(file: Examination, member: ZipMember, record: ZipRecord, hasChecksums: boolean): ArchiveMember {
  return {
    name: record.name,
    byteLength: record.byteLength,
    open() {
      const {content, behind} = contentOf(file.bytes, member, record, file.budget)
      if (behind.length > 0) judgeBehind(file, behind, {offset: member.headerBegin, member: record.name})
      judgeContent(file, member, record, content, hasChecksums)
      return content
    },
  }
}

function judgeContent(
  file: Examination,
  {local, headerBegin}: ZipMember,
  record: ZipRecord,
  content: ByteReader,
  hasChecksums: boolean,
): void {
  const place = {offset: headerBegin, member: record.name}
  const isStated = record !== local || (record.flags & descriptorFlag) === 0
  if (isStated && Number(content.byteLength) !== record.byteLength)
    file.find(
      archiveDamaged,
      `${JSON.stringify(record.name)} has ${content.byteLength} bytes, stated are ${record.byteLength}`,
      place,
    )
  if (isStated && hasChecksums && matchesChecksum(content, record.crc) === false)
    file.find(archiveDamaged, `${JSON.stringify(record.name)} does not match its checksum`, place)
}

function isSameContent(central: ZipRecord, local: ZipRecord): boolean {
  const isOpen = (local.flags & descriptorFlag) !== 0
  return (
    central.method === local.method &&
    (central.compressedBytes === local.compressedBytes || isOpen) &&
    central.name === local.name
  )
}

function judgeDifferences(
  file: Examination,
  central: ZipRecord,
  local: ZipRecord,
  place: {offset: number; member: string},
): void {
  const isOpen = (local.flags & descriptorFlag) !== 0
  if (Buffer.compare(central.nameBytes, local.nameBytes) !== 0)
    file.find(
      archiveViewsDiffer,
      `the list calls a member ${JSON.stringify(central.name)}, the member itself says ${JSON.stringify(local.name)}`,
      place,
    )
  if (central.method !== local.method)
    file.find(
      archiveViewsDiffer,
      `the list and the member disagree on how ${JSON.stringify(central.name)} is packed`,
      place,
    )
  const isSameSize = central.byteLength === local.byteLength && central.compressedBytes === local.compressedBytes
  if (!isSameSize && !(isOpen && local.byteLength === 0 && local.compressedBytes === 0))
    file.find(
      archiveViewsDiffer,
      `the list and the member disagree on the size of ${JSON.stringify(central.name)}`,
      place,
    )
  if (central.crc !== local.crc && !(isOpen && local.crc === 0))
    file.find(
      archiveDamaged,
      `the list and the member disagree on the checksum of ${JSON.stringify(central.name)}`,
      place,
    )
}

function judgeLink(file: Examination, member: ZipMember, record: ZipRecord): void {
  let target = ''
  try {
    const {content} = contentOf(file.bytes, member, record, file.budget)
    target = Buffer.from(content.read(0n, Math.min(4096, Number(content.byteLength)))).toString('utf8')
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    target = messageOf(error)
  }
  const shown = `${JSON.stringify(record.name)} is a link to ${JSON.stringify(target)}`
  if (leadsOut(target)) file.find(archivePath, shown, {member: record.name, evidence: target})
}

/** Members that share bytes unpack to far more than the archive holds. */
function judgeOverlaps(file: Examination, {members}: ZipArchive): void {
  let end = 0
  let last: ZipMember | undefined
  for (const member of members) {
    if (member.local === undefined) continue
    if (member.headerBegin < end && last !== undefined && member.headerBegin !== last.headerBegin) {
      file.find(archiveViewsDiffer, `${JSON.stringify(member.name)} shares bytes with ${JSON.stringify(last.name)}`, {
        offset: member.headerBegin,
        member: member.name,
      })
      return
    }
    end = Math.max(end, member.end)
    last = member
  }
}
