import {AibomError} from '../../lib/errors.ts'
import {type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import type {ArchiveDialect, ArchiveMember, OpenArchive} from '../archive/archive.ts'
import type {Examination} from '../reader.ts'
import {judgeKeras} from './judge-keras.ts'

const limitBytes = 64 * 1024 * 1024

/** A model of Keras 3: its configuration, and its weights in HDF5. */
export const kerasZip: ArchiveDialect = {
  format: 'keras',
  matches: names => names.has('config.json') && (names.has('metadata.json') || names.has('model.weights.h5')),
  read(archive, file) {
    const metadata = readJson(archive, 'metadata.json', file)
    if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata))
      for (const [name, value] of Object.entries(metadata)) file.fact(name, value)
    const config = readJson(archive, 'config.json', file)
    if (config !== undefined) judgeKeras(file, config)
  },
}

function readJson(archive: OpenArchive, name: string, file: Examination): JsonValue | undefined {
  const members = archive.members.filter(member => member.name === name)
  let value: JsonValue | undefined
  for (const member of members) {
    archive.claim(member)
    value = parse(member, file)
    if (value !== undefined && members.length > 1 && name === 'config.json') judgeKeras(file, value)
  }
  return value
}

function parse(member: ArchiveMember, file: Examination): JsonValue | undefined {
  const place = {member: member.name}
  try {
    const bytes = member.open()
    const text = new TextDecoder('utf-8').decode(bytes.read(0n, Math.min(limitBytes, Number(bytes.byteLength))))
    const {value, duplicates} = parseStrictJson(text)
    if (duplicates.length > 0)
      file.find(configUnread, `${JSON.stringify(String(duplicates[0]))} stands there twice`, place)
    return value
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(configUnread, `${member.name} cannot be read: ${error.message}`, place)
    return undefined
  }
}
