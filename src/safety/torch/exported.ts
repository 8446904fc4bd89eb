import {AibomError, messageOf} from '../../lib/errors.ts'
import {isJsonObject, type JsonObject, type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import type {ArchiveDialect, ArchiveMember, OpenArchive} from '../archive/archive.ts'
import {wholeMember} from '../archive/member-bytes.ts'
import {LimitReached} from '../budget.ts'
import type {Examination} from '../reader.ts'
import {judgeProgram} from './exported-graph.ts'

const formatNote = /^[^/]+\/archive_format$/
/** Small notes: the format, its version, the order of bytes. */
const note = /^[^/]+\/(?:archive_format|archive_version|byteorder|version|\.data\/(?:version|serialization_id))$/
const program = /^[^/]+\/models\/[^/]+\.json$/
const payloads = /^([^/]+\/data\/(?:weights|constants)\/)[^/]+_config\.json$/
const programLimitBytes = 256 * 1024 * 1024
const shortNote = /^[\w.\-+\r\n ]{0,200}$/

/** A program that `torch.export` wrote: its graph as JSON, and each weight as a member of raw numbers. */
export const torchExported: ArchiveDialect = {
  format: 'pytorch-exported',
  matches: names => [...names].some(name => formatNote.test(name)),
  read(archive, file) {
    for (const member of archive.members) {
      const {name} = member
      if (note.test(name) && shortNote.test(textOf(member, 200) ?? '\0')) archive.claim(member)
      else if (program.test(name)) withJson(archive, member, file, value => judgeProgram(file, value, name))
      else if (payloads.test(name)) withJson(archive, member, file, value => claimPayloads(archive, name, value))
    }
  },
}

/** Weights are raw numbers unless the list says that they are pickles; those are examined as any other member. */
function claimPayloads(archive: OpenArchive, listName: string, list: JsonValue): void {
  const [, folder = ''] = payloads.exec(listName) ?? []
  const config = isJsonObject(list) ? list['config'] : undefined
  if (!isJsonObject(config)) return
  for (const entry of Object.values(config)) {
    if (!isJsonObject(entry) || entry['use_pickle'] !== false || typeof entry['path_name'] !== 'string') continue
    const member = archive.find(`${folder}${entry['path_name']}`)
    if (member !== undefined && isPayload(member, entry)) archive.claim(member)
  }
}

/** The numbers of a storage that has at least the elements of its tensor; none is larger than 16 bytes. */
function isPayload({byteLength}: ArchiveMember, {tensor_meta: meta}: JsonObject): boolean {
  const sizes = isJsonObject(meta) && Array.isArray(meta['sizes']) ? meta['sizes'] : undefined
  if (sizes === undefined) return false
  const sides = sizes.map(size => (isJsonObject(size) ? Number(size['as_int']) : Number.NaN))
  const count = sides.reduce((product, side) => product * side, 1)
  return Number.isSafeInteger(count) && byteLength >= Math.ceil(count / 8)
}

function withJson(
  archive: OpenArchive,
  member: ArchiveMember,
  file: Examination,
  judge: (value: JsonValue) => void,
): void {
  archive.claim(member)
  if (member.byteLength > programLimitBytes) throw new LimitReached(`more than ${programLimitBytes} bytes of a program`)
  try {
    const {value, duplicates} = parseStrictJson(textOf(member, programLimitBytes) ?? '', {pythonNumbers: true})
    for (const duplicate of duplicates.slice(0, 1))
      file.find(configUnread, `${JSON.stringify(String(duplicate))} stands there twice`, {member: member.name})
    judge(value)
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    file.find(configUnread, messageOf(error), {member: member.name})
  }
}

function textOf(member: ArchiveMember, limit: number): string | undefined {
  const bytes = wholeMember(member, limit)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}
