import {sha256Hex} from '../../../lib/digest.ts'
import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {Carried} from './carried.ts'
import type {Making} from './package-of.ts'

/** The CreationInfo of the document. */
export const creation = '_:creation'

/** The graph while it is written. */
export interface Writing extends Making {
  readonly elements: UnknownRecord[]
  /** IRI by bom-ref */
  readonly byRef: Map<string, string>
  readonly relationships: Map<string, {readonly from: string; readonly type: string; readonly to: string[]}>
  relate(from: string, type: string, to: string): void
  idOf(part: string): string
  /** of the component at a pointer */
  idAt(pointer: string): string
}

/** An empty graph for a document. */
export function openWriting(source: UnknownRecord): Writing {
  const carried = new Carried()
  const base = baseOf(source, carried)
  const elements: UnknownRecord[] = []
  const agents = new Map<string, string>()
  const idOf = (part: string): string => `${base}#${part}`
  const idAt = (pointer: string): string => idOf(pointer.slice(1).replaceAll('/', '-'))
  const agentOf = (entity: unknown, pointer: string): string | undefined => {
    const name = asText(asRecord(entity)?.['name'])
    if (name === undefined) return undefined
    carried.mark(`${pointer}/name`)
    const known = agents.get(name)
    if (known !== undefined) return known
    const spdxId = idOf(`agent-${agents.size}`)
    agents.set(name, spdxId)
    const type = /\/(?:authors\/\d+|individual)$/.test(pointer) ? 'Agent' : 'Organization'
    const email = asText(asRecord(entity)?.['email'])
    if (email !== undefined) carried.mark(`${pointer}/email`)
    const identifier = {type: 'ExternalIdentifier', externalIdentifierType: 'email', identifier: email}
    elements.push({
      type,
      spdxId,
      creationInfo: creation,
      name,
      ...(email !== undefined && {externalIdentifier: [identifier]}),
    })
    return spdxId
  }
  const relationships: Writing['relationships'] = new Map()
  const relate = (from: string, type: string, to: string): void => {
    const key = `${from}\n${type}`
    const known = relationships.get(key)
    if (known === undefined) relationships.set(key, {from, type, to: [to]})
    else known.to.push(to)
  }
  return {carried, elements, byRef: new Map(), relationships, idOf, idAt, agentOf, relate}
}

/** Ids begin with the serial number; of a document that has none, or one that is no UUID, with its digest. */
function baseOf(source: UnknownRecord, carried: Carried): string {
  const serial = asText(source['serialNumber']) ?? ''
  if (!/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(serial))
    return `urn:aibom:${sha256Hex(JSON.stringify(source)).slice(0, 32)}`
  carried.mark('/serialNumber')
  return serial
}
