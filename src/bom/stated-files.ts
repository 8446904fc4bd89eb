import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../lib/narrow.ts'

/** A component as its maker states it, for whoever holds files against it. */
export interface StatedComponent {
  readonly ref: string
  /** `group/name` */
  readonly name: string
  /** of CycloneDX: `file`, `library`, `machine-learning-model` … */
  readonly type: string
  readonly purl: string | undefined
  /** as written: algorithms and digests may be anything */
  readonly hashes: readonly {readonly alg: string; readonly content: string}[]
  /** where the whole of it was found, as opposed to a line in which it is named */
  readonly places: readonly string[]
  /** what aibom's own documents say besides */
  readonly own: OwnFacts | undefined
}

export interface OwnFacts {
  readonly kind: string
  /** `weights:models/a.gguf` */
  readonly id: string
  /** true where a Git LFS pointer was in the place of the weights, or a registry has them */
  readonly isAbsent: boolean
}

/** A file that a registry lists. */
export interface ListedFile {
  readonly path: string
  readonly byteLength: bigint
  readonly sha256: string | undefined
  /** object id that git gives to the content; of files in LFS it is the pointer's */
  readonly gitOid: string | undefined
}

/** What a BOM says of files. */
export interface StatedFiles {
  readonly components: readonly StatedComponent[]
  /** the files of the repository that the BOM is of, as the hub lists them; `total` may be more than are listed */
  readonly repository: {readonly ref: string; readonly files: readonly ListedFile[]; readonly total: number} | undefined
  /** what its maker could not read, as far as aibom was the maker */
  readonly gaps: number
}

const listedPattern = /^(\d{1,19}) ((?:(?:sha256|git|xet):[0-9a-f]{40,64} )*)(.+)$/s

/** Every component, however deep it is nested, and the subject of a BOM that another tool wrote. */
export function readStatedFiles(document: UnknownRecord): StatedFiles {
  const metadata = asRecord(document['metadata'])
  const subject = asRecord(metadata?.['component'])
  const isOwn = propertiesOf(metadata, 'aibom:taxonomy').length > 0
  const nodes = [...(subject === undefined ? [] : [subject]), ...nestedIn(subject), ...nestedIn(document)]
  return {
    components: nodes.flatMap(node => (isOwn && node === subject ? [] : [toComponent(node, isOwn)])),
    repository: isOwn ? repositoryOf(subject, nodes) : undefined,
    gaps: propertiesOf(metadata, 'aibom:gap').length,
  }
}

/** Level by level, without recursion. */
function nestedIn(parent: UnknownRecord | undefined): UnknownRecord[] {
  const found = recordsOf(parent?.['components'])
  for (const node of found) for (const inner of recordsOf(node['components'])) found.push(inner)
  return found
}

function toComponent(node: UnknownRecord, isOwn: boolean): StatedComponent {
  // ours may be written with its place, so that readers do not take it for another
  const name = (isOwn ? propertiesOf(node, 'aibom:name')[0] : undefined) ?? nameOf(node)
  const ref = asText(node['bom-ref']) ?? name
  return {
    ref,
    name,
    type: asText(node['type']) ?? '',
    purl: asText(node['purl']),
    hashes: asList(node['hashes']).map(hash => ({alg: asText(asRecord(hash)?.['alg']) ?? '', content: asText(asRecord(hash)?.['content']) ?? ''})),
    places: recordsOf(asRecord(node['evidence'])?.['occurrences']).flatMap(placeOf),
    own: isOwn ? ownFacts(node, ref) : undefined,
  }
}

function nameOf(node: UnknownRecord | undefined): string {
  return [node?.['group'], node?.['name']].flatMap(part => asText(part) ?? []).join('/')
}

function placeOf({location, line, offset, symbol}: UnknownRecord): string[] {
  const text = asText(location)
  return text === undefined || line !== undefined || offset !== undefined || symbol !== undefined ? [] : [text]
}

function ownFacts(node: UnknownRecord, ref: string): OwnFacts {
  const [kind = ''] = propertiesOf(node, 'aibom:kind')
  const [id = ref] = propertiesOf(node, 'aibom:id')
  return {kind, id, isAbsent: propertiesOf(node, 'aibom:weights:present').includes('false')}
}

/** Of the component that is published as what the BOM is of. */
function repositoryOf(subject: UnknownRecord | undefined, nodes: readonly UnknownRecord[]): StatedFiles['repository'] {
  const [scheme = ''] = propertiesOf(subject, 'aibom:source:scheme')
  if (!scheme.startsWith('hf')) return undefined
  const published = nodes.find(node => node !== subject && nameOf(node) === nameOf(subject) && propertiesOf(node, 'aibom:hub:file').length > 0)
  if (published === undefined) return undefined
  const files = propertiesOf(published, 'aibom:hub:file').flatMap(toListed)
  return {ref: asText(published['bom-ref']) ?? '', files, total: Number(propertiesOf(published, 'aibom:hub:files')[0] ?? files.length)}
}

function toListed(text: string): ListedFile[] {
  const [, byteLength, digests = '', path] = listedPattern.exec(text) ?? []
  if (byteLength === undefined || path === undefined) return []
  const of = (name: string): string | undefined => new RegExp(`(?:^| )${name}:([0-9a-f]+) `).exec(digests)?.[1]
  return [{path, byteLength: BigInt(byteLength), sha256: of('sha256'), gitOid: of('git')}]
}

function propertiesOf(node: UnknownRecord | undefined, name: string): string[] {
  return recordsOf(node?.['properties']).flatMap(property => (property['name'] === name ? (asText(property['value']) ?? []) : []))
}
