import {AibomError} from '../../lib/errors.ts'
import {isJsonObject, type JsonObject, type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import type {ArchiveDialect, ArchiveMember} from './archive.ts'

const manifestName = 'MAR-INF/MANIFEST.json'
const manifestLimitBytes = 1024 * 1024
/** Handlers that TorchServe brings itself. */
const ownHandlers: ReadonlySet<string> = new Set([
  'text_classifier',
  'image_classifier',
  'object_detector',
  'image_segmenter',
])

/** A model archive of TorchServe: a manifest, weights, and the code that handles requests. */
export const modelArchive: ArchiveDialect = {
  format: 'torch-mar',
  matches: names => names.has(manifestName),
  read({members, claim}, file) {
    for (const member of members.filter(({name}) => name === manifestName)) {
      claim(member)
      const manifest = parse(member, file)
      if (manifest !== undefined) judgeManifest(file, manifest)
    }
  },
}

function parse(member: ArchiveMember, file: Examination): JsonObject | undefined {
  try {
    const bytes = member.open()
    const {value, duplicates} = parseStrictJson(
      new TextDecoder().decode(bytes.read(0n, Math.min(manifestLimitBytes, Number(bytes.byteLength)))),
    )
    if (duplicates.length > 0)
      file.find(configUnread, `${JSON.stringify(String(duplicates[0]))} stands there twice`, {member: manifestName})
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    file.find(configUnread, `${manifestName} cannot be read: ${error.message}`, {member: manifestName})
    return undefined
  }
}

function judgeManifest(file: Examination, manifest: JsonObject): void {
  const model: JsonValue | undefined = manifest['model']
  for (const name of ['runtime', 'archiverVersion', 'createdOn']) say(file, name, manifest[name])
  if (!isJsonObject(model)) return
  for (const name of ['modelName', 'modelVersion', 'serializedFile', 'modelFile', 'handler'])
    say(file, name, model[name])
  for (const name of ['handler', 'modelFile']) {
    const code = model[name]
    if (typeof code === 'string' && !ownHandlers.has(code)) judgeCode(file, code)
  }
  for (const name of ['serializedFile', 'configFile', 'extraFiles']) {
    const path = model[name]
    if (typeof path === 'string' && leadsOut(path))
      file.find(pathOutside, `the server reads ${JSON.stringify(path)}, which is not in the archive`, {
        member: manifestName,
        evidence: path,
      })
  }
  const requirements = model['requirementsFile']
  if (typeof requirements === 'string')
    file.find(needsCode, `the server installs the packages of ${requirements}`, {
      member: manifestName,
      evidence: requirements,
    })
}

function judgeCode(file: Examination, code: string): void {
  const place = {member: manifestName, evidence: code}
  file.find(codeInside, `the server runs ${code} for every request`, place)
  // "handler.py:function"
  if (leadsOut(code.replace(/:\w+$/, '')))
    file.find(pathOutside, `the server runs ${JSON.stringify(code)}, which is not in the archive`, place)
}

function say(file: Examination, name: string, value: JsonValue | undefined): void {
  if (typeof value === 'string' || typeof value === 'number') file.fact(name, value)
}
