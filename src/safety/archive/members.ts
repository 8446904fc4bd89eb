import {AibomError, messageOf} from '../../lib/errors.ts'
import {archiveAmbiguousName} from '../../rules/archive-ambiguous-name.ts'
import {archiveBomb} from '../../rules/archive-bomb.ts'
import {archiveEncrypted} from '../../rules/archive-encrypted.ts'
import {archivePath} from '../../rules/archive-path.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import type {ArchiveMember, OpenArchive} from './archive.ts'
import {dialects} from './dialects.ts'

/** Examines the members of an archive: by the dialect that knows them, the rest one by one by what they contain. */
export async function examineMembers(
  file: Examination,
  members: readonly ArchiveMember[],
  container: string,
): Promise<void> {
  judgeNames(file, members)
  const claimed = new Set<ArchiveMember>()
  const archive: OpenArchive = {
    members,
    find: name => members.find(member => member.name === name),
    claim: member => void claimed.add(member),
  }
  const dialect = dialects.find(({matches}) => matches(new Set(members.map(({name}) => name))))
  file.isOf(
    dialect?.format ?? (members.length > 0 && members.every(({name}) => name.endsWith('.npy')) ? 'npz' : container),
  )
  await dialect?.read(archive, file)
  const models = members.filter(({name}) => name.endsWith('.gguf'))
  for (const member of members)
    if (!claimed.has(member)) await examineMember(file, member, models.length === 1 && models[0] === member)
}

/** Examines one member by its content, whatever its name. @param keepFacts what it states is what the archive states */
async function examineMember(file: Examination, member: ArchiveMember, keepFacts: boolean): Promise<void> {
  if (member.byteLength === 0 && member.name.endsWith('/')) return
  try {
    const bytes = member.open()
    await file.inside(member.name, bytes, {
      keepFacts,
      ...(bytes.byteLength === 0n && {unrecognised: 'accept' as const}),
    })
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    const rule = error.code === 'AIBOM_ZIP_BOMB' ? archiveBomb : archiveEncrypted
    file.find(rule, `${member.name} cannot be read: ${messageOf(error)}`, {member: member.name})
  }
}

function judgeNames(file: Examination, members: readonly ArchiveMember[]): void {
  const byName = new Map<string, string>()
  for (const {name} of members) {
    if (leadsOut(name))
      file.find(archivePath, `the member ${JSON.stringify(name)} leads out of the folder`, {
        member: name,
        evidence: name,
      })
    const folded = name.normalize('NFC').toLowerCase()
    const other = byName.get(folded)
    if (other !== undefined)
      file.find(
        archiveAmbiguousName,
        `the members ${JSON.stringify(other)} and ${JSON.stringify(name)} have one name on some machines`,
        {
          member: name,
        },
      )
    byName.set(folded, name)
  }
}
