import {AibomError, messageOf} from '../../lib/errors.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {pickleOutsideHelp} from '../../rules/pickle-outside-help.ts'
import {tensorOutsideStorage} from '../../rules/tensor-outside-storage.ts'
import type {ArchiveDialect, ArchiveMember, OpenArchive} from '../archive/archive.ts'
import {headOfMember} from '../archive/member-bytes.ts'
import {examinePickle} from '../pickle/examine-pickle.ts'
import type {Run} from '../pickle/machine.ts'
import {show} from '../pickle/values.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {examineTensors, storagesOf} from './storages.ts'
import {examineScript, isScript, judgeBytecode} from './torchscript.ts'

const dataSuffix = /^(?:[^/]*\/)?data\.pkl$/
/** Small notes that torch writes beside the tensors. */
const note =
  /\/(?:version|byteorder|\.format_version|\.storage_alignment|\.data\/(?:version|serialization_id|extern_modules|python_version)|data\/serialization_id)$/
const noteBytes = 4096
/** Pickles that the interpreter of TorchScript reads: constants, inputs, programs for phones, places in code. */
const scriptPickle = /^[^/]+\/\w+\.pkl$|^[^/]+\/code\/.*\.debug_pkl$/
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
    const isPackage = members.some(({name}) => name.endsWith('/.data/extern_modules'))
    const isOfScript = !isPackage && isScript(archive)
    file.fact('container', isOfScript ? 'torchscript' : isPackage ? 'package' : 'zip')
    if (isOfScript) file.isOf('torchscript')
    const trusted = isOfScript ? examineScript(archive, file) : undefined
    for (const member of members) {
      const isObject = isOfScript ? scriptPickle.test(member.name) : isPackage && isPackagePickle(member)
      if (dataSuffix.test(member.name) || isObject) await examineObject(archive, member, file, trusted)
      else if (isNote(member)) archive.claim(member)
    }
  },
}

/** Only where it is what torch writes there: a word or a list of names. */
function isNote(member: ArchiveMember): boolean {
  const {name, byteLength} = member
  if (!note.test(name) || byteLength >= noteBytes) return false
  const bytes = headOfMember(member, noteBytes)
  if (bytes === undefined) return false
  const text = Buffer.from(bytes).toString('latin1')
  if (moduleList.test(name)) return moduleNames.test(text)
  return /^[\w.\-+\r\n ]*$/.test(text) && !/^[ci][A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n/.test(text)
}

/** The pickle of the object, read as torch reads it: its storages are members beside it. */
async function examineObject(
  archive: OpenArchive,
  member: ArchiveMember,
  file: Examination,
  trusted: ReadonlySet<string> | undefined,
): Promise<void> {
  archive.claim(member)
  const place = storagesBeside(member.name)
  let object: Run | undefined
  const reader: FormatReader = {
    format: 'pickle',
    matches: () => 'certain',
    async read(inner) {
      const run = await examinePickle(inner, 0, {hasPersistentIds: true, trusted})
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
  if (object !== undefined && member.name.endsWith('/bytecode.pkl')) judgeBytecode(file, object.result, member.name)
  if (object !== undefined) claimStorages(archive, place, object, file)
}

/** Objects of a package may have any name; those of its own folder are storages and notes. */
function isPackagePickle(member: ArchiveMember): boolean {
  const {name} = member
  if (/^[^/]*\/\.data\//.test(name) || !name.endsWith('.pkl')) return false
  return headOfMember(member, 1)?.[0] === 0x80
}

/** Where a pickle of this name has its storages: beside it, in a package in the folder of all. */
function storagesBeside(name: string): (key: string) => string {
  if (dataSuffix.test(name)) return key => `${name.slice(0, -'data.pkl'.length)}data/${key}`
  if (/^[^/]+\/\w+\.pkl$/.test(name)) return key => `${name.slice(0, -'.pkl'.length)}/${key}`
  return key => `${name.slice(0, name.indexOf('/'))}/.data/${key}.storage`
}

function claimStorages(archive: OpenArchive, place: (key: string) => string, object: Run, file: Examination): void {
  const byName = new Map(archive.members.map(member => [member.name, member]))
  const storages = storagesOf(object, id =>
    file.find(pickleOutsideHelp, `it asks for an object that is not a storage: ${show(id)}`),
  )
  for (const {key, count, itemBytes} of storages.values()) {
    const record = byName.get(place(key))
    if (record === undefined) {
      file.find(brokenFile, `the storage ${key} is not in the file`, {member: place(key)})
      continue
    }
    archive.claim(record)
    const wanted = count * itemBytes
    // of inputs that were traced only the shapes are kept, and no loader asks for them
    const isEmpty = record.byteLength === 0 && record.name.includes('/traced_inputs/')
    if (record.byteLength !== wanted && !isEmpty)
      file.find(
        tensorOutsideStorage,
        `the storage ${key} has ${record.byteLength} bytes, its tensors were promised ${wanted}`,
        {member: record.name},
      )
  }
}
