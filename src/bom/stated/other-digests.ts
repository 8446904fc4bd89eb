import {asText, type UnknownRecord} from '../../lib/narrow.ts'
import {decodePercent} from '../../lib/text/percent.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import {distributionMark} from '../parts/references.ts'
import {hashesOf, type StatedHash, type StatedNode} from './node.ts'

/** An external reference to a file of the same folder. */
export interface StatedLink {
  /** as written */
  readonly url: string
  readonly place: string
  readonly hashes: readonly StatedHash[]
}

/**
 * What has digests and is no component: files that are referred to, and how many other things: tools, ancestors, what
 * is at an address.
 */
export interface OtherDigests {
  readonly links: readonly StatedLink[]
  readonly elsewhere: number
}

/**
 * Everything of a document that has digests, but its components.
 * @param isOwn whether aibom wrote it: its references to files of packages and data sets are lists of a registry, and
 *   count with their component
 */
export function otherDigests(document: UnknownRecord, components: readonly StatedNode[], isOwn: boolean): OtherDigests {
  const known = new Set(components.map(({node}) => node))
  const nodes = withHashes(document).filter(
    node => !known.has(node) && !(isOwn && asText(node['comment'])?.startsWith(distributionMark) === true),
  )
  const links = isOwn ? [] : nodes.flatMap(toLink)
  return {links, elsewhere: nodes.length - links.length}
}

/** Without recursion. */
function withHashes(document: UnknownRecord): UnknownRecord[] {
  const found: UnknownRecord[] = []
  const pending: object[] = [document]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const isRecord = (value: object): value is UnknownRecord => !Array.isArray(value)
    if (isRecord(next) && hashesOf(next).length > 0) found.push(next)
    for (const value of Object.values(next)) if (typeof value === 'object' && value !== null) pending.push(value)
  }
  return found.reverse()
}

const absolutePattern = /^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/\/)/

function toLink(node: UnknownRecord): StatedLink[] {
  const url = asText(node['url'])
  if (url === undefined || absolutePattern.test(url)) return []
  const path = withoutQuery(url)
  return path === '' ? [] : [{url, place: decodePercent(path), hashes: hashesOf(node)}]
}
