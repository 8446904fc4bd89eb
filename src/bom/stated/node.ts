import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** An object of a BOM, and where it stands (RFC 6901). */
export interface StatedNode {
  readonly pointer: string
  readonly node: UnknownRecord
}

/** An entry of `hashes`, as it is written: neither algorithm nor length is checked. */
export interface StatedHash {
  readonly alg: string
  readonly content: string
}

/**
 * A list that has objects in it; what is something else is noted, but null in place of the list, which some programs
 * write for none.
 */
export function nodesAt(parent: StatedNode, name: string, unreadable: string[]): StatedNode[] {
  const list = parent.node[name]
  const place = `${parent.pointer}/${name}`
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) {
    unreadable.push(place)
    return []
  }
  return list.flatMap((item: unknown, index) => toNode(item, `${place}/${index}`, unreadable))
}

/** One object; undefined where there is none or null, and what is something else is noted. */
export function nodeAt(parent: StatedNode, name: string, unreadable: string[]): StatedNode | undefined {
  const value = parent.node[name]
  return value === undefined || value === null ? undefined : toNode(value, `${parent.pointer}/${name}`, unreadable)[0]
}

function toNode(value: unknown, pointer: string, unreadable: string[]): StatedNode[] {
  const node = asRecord(value)
  if (node === undefined) unreadable.push(pointer)
  return node === undefined ? [] : [{pointer, node}]
}

/** Digests that are no list: nobody knows what they would have stated. */
export function noteHashes({pointer, node: {hashes}}: StatedNode, unreadable: string[]): void {
  if (hashes !== undefined && hashes !== null && !Array.isArray(hashes)) unreadable.push(`${pointer}/hashes`)
}

/** As written: algorithms and digests may be anything. */
export function hashesOf({hashes}: UnknownRecord): StatedHash[] {
  const list: readonly unknown[] = Array.isArray(hashes) ? hashes : []
  return list.map(hash => ({
    alg: asText(asRecord(hash)?.['alg']) ?? '',
    content: asText(asRecord(hash)?.['content']) ?? '',
  }))
}

/** `group/name`, or whichever of the two there is; '' for neither. */
export function nameOf(node: UnknownRecord | undefined): string {
  return [node?.['group'], node?.['name']].flatMap(part => asText(part) ?? []).join('/')
}

/** The values of one property, in order. */
export function propertiesOf(node: UnknownRecord | undefined, name: string): string[] {
  return recordsOf(node?.['properties']).flatMap(property =>
    property['name'] === name ? (asText(property['value']) ?? []) : [],
  )
}
