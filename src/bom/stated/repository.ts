import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import {nameOf, nodesAt, propertiesOf, type StatedNode} from './node.ts'

/** A file that a registry lists. */
export interface ListedFile {
  readonly path: string
  readonly byteLength: bigint
  readonly sha256: string | undefined
  /** object id that git gives to the content; of files in LFS it is the pointer's */
  readonly gitOid: string | undefined
}

/** The files of the repository that a BOM is of, as the hub lists them. */
export interface StatedRepository {
  readonly nodes: ReadonlySet<StatedNode>
  readonly files: readonly ListedFile[]
  /** may be more than are listed */
  readonly total: number
}

const listedPattern = /^(\d{1,19}) ((?:(?:sha256|git|xet):[0-9a-f]{40,64} )*)(.+)$/s
const countPattern = /^\d{1,9}$/

/** Of the components that are published as what the BOM is of. */
export function repositoryOf(
  subject: UnknownRecord | undefined,
  nodes: readonly StatedNode[],
  unreadable: string[],
): StatedRepository | undefined {
  const [scheme = ''] = propertiesOf(subject, 'aibom:source:scheme')
  if (!scheme.startsWith('hf')) return undefined
  const published = nodes.filter(
    ({node}) => node !== subject && nameOf(node) === nameOf(subject) && propertiesOf(node, 'aibom:hub:file').length > 0,
  )
  if (published.length === 0) return undefined
  const files = published.flatMap(each => readEach(each, 'aibom:hub:file', toListed, unreadable))
  const totals = published.flatMap(each => readEach(each, 'aibom:hub:files', toCount, unreadable))
  return {nodes: new Set(published), files, total: totals.reduce((sum, count) => sum + count, 0)}
}

/** Every property of a name. */
function readEach<T>(
  parent: StatedNode,
  name: string,
  parse: (text: string) => T | undefined,
  unreadable: string[],
): T[] {
  return nodesAt(parent, 'properties', unreadable).flatMap(({pointer, node}) => {
    if (node['name'] !== name) return []
    const text = asText(node['value'])
    const value = text === undefined ? undefined : parse(text)
    if (value === undefined) unreadable.push(pointer)
    return value === undefined ? [] : [value]
  })
}

function toCount(text: string): number | undefined {
  return countPattern.test(text) ? Number(text) : undefined
}

function toListed(text: string): ListedFile | undefined {
  const [, byteLength, digests = '', path] = listedPattern.exec(text) ?? []
  if (byteLength === undefined || path === undefined) return undefined
  const stated = digests
    .split(' ')
    .slice(0, -1)
    .map(word => word.split(':'))
  const of = (name: string): string[] =>
    stated.flatMap(([kind, hex]) => (kind === name && hex !== undefined ? [hex] : []))
  const [sha256, ...otherSha256] = of('sha256')
  const [gitOid, ...otherOids] = of('git')
  return otherSha256.length + otherOids.length > 0 ? undefined : {path, byteLength: BigInt(byteLength), sha256, gitOid}
}
