import type {ZipRecord} from '../../formats/zip/record.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {uncoveredBytes} from '../../rules/uncovered-bytes.ts'
import {hasWrittenImport} from '../pickle/beginnings.ts'
import {salvage} from '../pickle/salvage.ts'
import type {Examination} from '../reader.ts'

interface MemberPlace {
  readonly offset: number
  readonly member: string
}

/** Names what stands in the header of a member and no program reads, and what it would do as a pickle. */
export function judgeStrays(file: Examination, {stray, comment, name}: ZipRecord, place: MemberPlace): void {
  if (stray.length > 0) judgeBytes(file, stray, `an extra field of ${JSON.stringify(name)}`, place)
  if (!isText(comment) || hasWrittenImport(comment))
    judgeBytes(file, comment, `the comment of ${JSON.stringify(name)}`, place)
}

/** The same of what stands behind the compressed data of a member, where no program reads on. */
export function judgeBehind(file: Examination, bytes: Uint8Array, place: MemberPlace): void {
  judgeBytes(file, bytes, `what is behind the compressed data of ${JSON.stringify(place.member)}`, place)
}

function judgeBytes(file: Examination, bytes: Uint8Array, what: string, place: MemberPlace): void {
  file.find(uncoveredBytes, `${what}, ${bytes.length} bytes, belongs to no part of the format`, place)
  for (const {rule, message, evidence} of salvage(memoryReader(bytes), 0, bytes.length, file.trustedNames))
    file.find(rule, `${what}: ${message}`, {...place, evidence})
}

/** What people read; anything else may be a file of its own. */
export function isText(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte >= 0x20 || (byte >= 9 && byte <= 13))
}
