import {memberOfArchive} from '../../formats/zip/member.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {NotFetchedError} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {toImplemented} from './implemented.ts'

/** Real manifests have some kilobytes. */
const manifestLimitBytes = 4 * 1024 * 1024
const manifestName = 'manifest.json'

/** An MCP bundle: a zip with a server and its manifest. */
export function isBundle(path: string): boolean {
  return path.endsWith('.mcpb') || path.endsWith('.dxt')
}

/** The server that a bundle holds, as its manifest states it; nothing else of it is unpacked. */
export async function readBundle(file: OpenFile, evidence: Omit<Evidence, 'line'>): Promise<Extraction<never>> {
  const {path} = file
  try {
    const content = memberOfArchive(await file.bytes(), manifestName, manifestLimitBytes)
    const answer = content === undefined ? undefined : parseDocument(content.toString('utf8'), manifestName)
    const server = answer?.ok === true ? toImplemented(answer.document, manifestName, evidence) : undefined
    if (server === undefined) return unread(path, `${path} holds no ${manifestName} of an MCP bundle that can be read`)
    // a line of the manifest is not a line of the bundle
    return {assets: [{...server, id: localId('mcp-server', path), evidence: [evidence]}]}
  } catch (error) {
    if (error instanceof AibomError && !(error instanceof NotFetchedError))
      return unread(path, `${path}: ${error.message}`)
    throw error
  }
}

function unread(path: string, message: string): Extraction<never> {
  return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message}]}
}
