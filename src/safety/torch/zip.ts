import {AibomError, messageOf} from '../../lib/errors.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {pickleOutsideHelp} from '../../rules/pickle-outside-help.ts'
import {tensorOutsideStorage} from '../../rules/tensor-outside-storage.ts'
import type {ArchiveDialect, ArchiveMember, OpenArchive} from '../archive/archive.ts'
import {examinePickle} from '../pickle/examine-pickle.ts'
import type {Run} from '../pickle/machine.ts'
import {show} from '../pickle/values.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {examineTensors, storagesOf} from './storages.ts'

const dataSuffix = /^(?:[^/]*\/)?data\.pkl$/
/** Small notes that torch writes beside the tensors. */
const note =
  /\/(?:version|byteorder|\.format_version|\.storage_alignment|\.data\/(?:version|serialization_id|extern_modules|python_version)|data\/serialization_id)$/
/** The modules that a package takes from its loader: a list of their names, line by line. */
const moduleList = /\/\.data\/extern_modules$/
const moduleNames = /^(?:[A-Za-z_][\w.]*\n)*$/

/**
 * A file of torch since 1.6: the object as `data.pkl`, each storage as a member of its own. TorchScript and packages
 * have code beside them.
 */
export const torchZip: ArchiveDialect = {
  format: 'pytorch',
  matches: names => [...names].some(name => dataSuffix.test(name) || name.endsWith('/.data/extern_modules')),
  async read(archive, file) {
    const {members} = archive
    const code = members.find(({name}) => /^[^/]+\/code\/.*\.py$/.test(name))
    const isPackage = members.some(({name}) => name.endsWith('/.data/extern_modules'))
    file.fact('container', code !== undefined ? 'torchscript' : isPackage ? 'package' : 'zip')
    if (code !== undefined) file.isOf('torchscript')
    for (const member of members) {
      if (dataSuffix.test(member.name) || (isPackage && isPackagePickle(member)))
        await examineObject(archive, member, file)
      else if (isNote(member)) archive.claim(member)
      else if (member.name.endsWith('.py') && member.name.includes('/code/')) claimCode(archive, member, file)
    }
  },
}

/** Only where it is what torch writes there: a word or a list of names. */
function isNote({name, byteLength, open}: ArchiveMember): boolean {
  if (!note.test(name) || byteLength >= 4096) return false
  try {
    const bytes = open()
    const text = Buffer.from(bytes.read(0n, Math.min(4096, Number(bytes.byteLength)))).toString('latin1')
    if (moduleList.test(name)) return moduleNames.test(text)
    return /^[\w.\-+\r\n ]*$/.test(text) && !/^[ci][A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n/.test(text)
  } catch (error) {
    // examined as any other member then, which reports what is wrong with it
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    return false
  }
}

function claimCode(archive: OpenArchive, member: ArchiveMember, file: Examination): void {
  archive.claim(member)
  file.find(codeInside, `it brings the code ${member.name}`, {member: member.name, evidence: member.name})
}

/** The pickle of the object, read as torch reads it: its storages are members beside it. */
async function examineObject(archive: OpenArchive, member: ArchiveMember, file: Examination): Promise<void> {
  archive.claim(member)
  const place = storagesBeside(member.name)
  let object: Run | undefined
  const reader: FormatReader = {
    format: 'pickle',
    matches: () => 'certain',
    async read(inner) {
      const run = await examinePickle(inner, 0, {hasPersistentIds: true})
      object = run
      examineTensors(inner, run)
    },
  }
  try {
    await file.inside(member.name, member.open(), {as: reader, keepFacts: true})
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    file.find(brokenFile, messageOf(error), {member: member.name})
  }
  if (object !== undefined) claimStorages(archive, place, object, file)
}

/** Objects of a package may have any name; those of its own folder are storages and notes. */
function isPackagePickle({name, open}: ArchiveMember): boolean {
  if (/^[^/]*\/\.data\//.test(name) || !name.endsWith('.pkl')) return false
  try {
    return open().read(0n, 1)[0] === 0x80
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    return false
  }
}

/** Where a pickle of this name has its storages: beside it, in a package in the folder of all. */
function storagesBeside(name: string): (key: string) => string {
  if (dataSuffix.test(name)) return key => `${name.slice(0, -'data.pkl'.length)}data/${key}`
  return key => `${name.slice(0, name.indexOf('/'))}/.data/${key}.storage`
}

function claimStorages(archive: OpenArchive, place: (key: string) => string, object: Run, file: Examination): void {
  const byName = new Map(archive.members.map(member => [member.name, member]))
  const storages = storagesOf(object, id =>
    file.find(pickleOutsideHelp, `it asks for an object that is no storage: ${show(id)}`),
  )
  for (const {key, count, itemBytes} of storages.values()) {
    const record = byName.get(place(key))
    if (record === undefined) {
      file.find(brokenFile, `the storage ${key} is not in the file`, {member: place(key)})
      continue
    }
    archive.claim(record)
    const wanted = count * itemBytes
    if (record.byteLength !== wanted)
      file.find(
        tensorOutsideStorage,
        `the storage ${key} has ${record.byteLength} bytes, its tensors were promised ${wanted}`,
        {member: record.name},
      )
  }
}
