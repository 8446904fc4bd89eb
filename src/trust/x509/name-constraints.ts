import {invalid} from '../failure.ts'
import {asciiOf, generalNamesOf, nameField} from './alt-names.ts'
import {type Certificate, readStrictly} from './certificate.ts'
import {childrenOf, DerError, type DerValue, onlyChild, parseDer, toOid} from './der.ts'
import {nameConstraintsOid} from './usage.ts'

/** A name and the field it is in. */
interface Name {
  readonly tag: number
  readonly content: Buffer
  /** of a directory name: its parts, most general first */
  readonly parts: readonly DerValue[]
}

interface Constraints {
  readonly permitted: readonly Name[]
  readonly excluded: readonly Name[]
}

const emailAddressOid = '1.2.840.113549.1.9.1'

/**
 * The names of a certificate lie where an authority above it may give names (RFC 5280, 4.2.1.10).
 * @throws {TrustFailure} `untrusted-chain`, also for a kind of name that is constrained and cannot be compared
 */
export function assertNamesAllowed(certificate: Certificate, authority: Certificate): void {
  const value = authority.extensions.get(nameConstraintsOid)?.value
  if (value === undefined) return
  const {permitted, excluded} = readStrictly(() => parseConstraints(value))
  for (const name of readStrictly(() => namesOf(certificate))) {
    const allowed = permitted.filter(({tag}) => tag === name.tag)
    const isAllowed = allowed.length === 0 || allowed.some(base => isWithin(name, base) === true)
    const isFree = excluded.every(base => base.tag !== name.tag || isWithin(name, base) === false)
    if (!isAllowed || !isFree)
      throw invalid('untrusted-chain', 'a name in the chain is not one that the authority above it may give')
  }
}

function parseConstraints(value: Buffer): Constraints {
  const lists = childrenOf(parseDer(value))
  const listOf = (tag: number): Name[] =>
    lists.filter(list => list.tag === tag).flatMap(list => list.children.map(toBase))
  if (lists.some(({tag}) => tag !== 0xa0 && tag !== 0xa1)) throw new DerError('its name constraints have unknown parts')
  return {permitted: listOf(0xa0), excluded: listOf(0xa1)}
}

/** A distance from the base, which RFC 5280 does not allow, makes a second part. */
function toBase(subtree: DerValue): Name {
  return toName(onlyChild(subtree))
}

function toName(value: DerValue): Name {
  return {
    tag: value.tag,
    content: value.content,
    parts: value.tag === nameField.directory ? childrenOf(onlyChild(value)) : [],
  }
}

/** The subject too, and an e-mail address in it where no other one is given. */
function namesOf(certificate: Certificate): Name[] {
  const names = generalNamesOf(certificate).map(toName)
  const {subject} = certificate
  if (subject.children.length > 0)
    names.push({tag: nameField.directory, content: subject.bytes, parts: subject.children})
  if (names.some(({tag}) => tag === nameField.email)) return names
  const attributes = subject.children.flatMap(set => set.children)
  const addresses = attributes.filter(({children: [id]}) => toOid(id) === emailAddressOid)
  return [
    ...names,
    ...addresses.map(({children: [, value]}) => ({
      tag: nameField.email,
      content: value?.content ?? Buffer.alloc(0),
      parts: [],
    })),
  ]
}

/** Undefined where the two cannot be compared. */
function isWithin(name: Name, base: Name): boolean | undefined {
  if (name.tag === nameField.directory)
    return base.parts.every((part, index) => name.parts[index]?.bytes.equals(part.bytes) === true)
  const text = asciiOf(name.content)
  const limit = base.content.length === 0 ? '' : asciiOf(base.content)
  if (text === undefined || limit === undefined) return undefined
  if (name.tag === nameField.email) return isAddressWithin(text, limit)
  if (name.tag === nameField.dns) return isHostWithin(text, limit) || isHostWithin(text, `.${limit}`)
  return name.tag === nameField.uri ? isAddressOfHost(text, limit) : undefined
}

function isAddressWithin(address: string, limit: string): boolean {
  const at = address.lastIndexOf('@')
  const host = address.slice(at + 1)
  if (!limit.includes('@')) return isHostWithin(host, limit)
  const limitAt = limit.lastIndexOf('@')
  return address.slice(0, at) === limit.slice(0, limitAt) && isHostWithin(host, limit.slice(limitAt + 1))
}

function isAddressOfHost(uri: string, limit: string): boolean | undefined {
  const host = URL.canParse(uri) ? new URL(uri).hostname : ''
  return host === '' ? undefined : isHostWithin(host, limit)
}

/** `.example.com` stands for every host below it, `example.com` for itself, the empty text for all. */
function isHostWithin(host: string, limit: string): boolean {
  const [small, smallLimit] = [host.toLowerCase(), limit.toLowerCase()]
  return limit === '' || limit === '.' || (limit.startsWith('.') ? small.endsWith(smallLimit) : small === smallLimit)
}
