import {isJsonObject, type JsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import type {OpenArchive} from '../archive/archive.ts'
import type {Examination} from '../reader.ts'

/** Loaders that keep bytes as they are. */
const bytesLoaders: ReadonlySet<string> = new Set(['BytesNode', 'BytearrayNode'])

interface NodeFile {
  /** of the node in the schema */
  readonly path: string
  /** of the member; empty where the node should name one and does not */
  readonly name: string
  readonly isBytes: boolean
}

/** Each member that a node takes its content from must be there; what a node keeps as bytes may be of any form. */
export async function examineFiles(file: Examination, archive: OpenArchive, schema: JsonValue): Promise<void> {
  for (const {path, name, isBytes} of filesOf(schema, '')) {
    const member = archive.find(name)
    if (member === undefined) {
      const message = `a node takes its content from ${JSON.stringify(name)}, which is not in the archive`
      file.find(brokenFile, message, {member: path, evidence: name})
    } else if (isBytes) {
      archive.claim(member)
      // skops calls it `ID.bin`, which says nothing of what it is
      await file.inside(name.replace(/\.bin$/, ''), member.open(), {unrecognised: 'accept'})
    }
  }
}

function* filesOf(value: JsonValue, path: string): Generator<NodeFile> {
  if (typeof value !== 'object' || value === null) return
  if (isJsonObject(value) && needsFile(value)) {
    const name = value['file']
    yield {path, name: typeof name === 'string' ? name : '', isBytes: bytesLoaders.has(String(value['__loader__']))}
  }
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) yield* filesOf(item, path === '' ? key : `${path}.${key}`)
}

function needsFile(node: JsonObject): boolean {
  const loader = String(node['__loader__'])
  if (typeof node['file'] === 'string' || bytesLoaders.has(loader) || loader === 'SparseMatrixNode') return true
  return loader === 'NdArrayNode' && node['type'] !== 'json'
}
