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
    // one without a value is no text, and so is not allowed where addresses are constrained
    ...addresses.map(address => ({
      tag: nameField.email,
      content: (address.children[1] ?? address).content,
      parts: [],
    })),
  ]
}

/** Undefined where the two cannot be compared. */
function isWithin(name: Name, base: Name): boolean | undefined {
  if (name.tag === nameField.directory) return isDirectoryWithin(name.parts, base.parts)
  const text = asciiOf(name.content)
  const limit = base.content.length === 0 ? '' : asciiOf(base.content)
  if (text === undefined || limit === undefined) return undefined
  if (name.tag === nameField.email) return isAddressWithin(text, limit)
  if (name.tag === nameField.dns) return isHostWithin(text, limit.startsWith('.') ? [limit] : [limit, `.${limit}`])
  return name.tag === nameField.uri ? isHostWithin(hostOf(text), [limit]) : undefined
}

/** Byte for byte; what only reads alike is neither within nor without. */
function isDirectoryWithin(name: readonly DerValue[], base: readonly DerValue[]): boolean | undefined {
  if (base.every((part, index) => name[index]?.bytes.equals(part.bytes) === true)) return true
  return base.every((part, index) => name[index] !== undefined && readingOf(name[index]) === readingOf(part))
    ? undefined
    : false
}

/** The same for every type of string, case and number of spaces (RFC 5280, 7.1). */
function readingOf(part: DerValue): string {
  const attributes = part.children.map(({children: [id, value]}) => {
    const text = value === undefined ? '' : textOf(value)
    return `${toOid(id)}=${text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()}`
  })
  return attributes.sort().join('+')
}

function textOf({tag, content}: DerValue): string {
  const bytesEach = bytesOfCharacter.get(tag)
  if (bytesEach === undefined) return content.toString('utf8')
  const codes: number[] = []
  for (let at = 0; at + bytesEach <= content.length; at += bytesEach) codes.push(content.readUIntBE(at, bytesEach))
  return codes.map(code => (code > 0x10_ff_ff ? '\ufffd' : String.fromCodePoint(code))).join('')
}

/** Of BMPString and UniversalString. */
const bytesOfCharacter: ReadonlyMap<number, number> = new Map([
  [0x1e, 2],
  [0x1c, 4],
])

function isAddressWithin(address: string, limit: string): boolean | undefined {
  const at = address.lastIndexOf('@')
  if (at <= 0) return undefined
  const host = address.slice(at + 1)
  if (!limit.includes('@')) return isHostWithin(host, [limit])
  const limitAt = limit.lastIndexOf('@')
  const isOfHost = isHostWithin(host, [limit.slice(limitAt + 1)])
  return isOfHost === true ? address.slice(0, at) === limit.slice(0, limitAt) : isOfHost
}

const addressPattern = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/
const labelPattern = /^[A-Za-z0-9_-]+$/

/** As RFC 3986 has it: programs that make sense of anything else disagree on what it is. */
function hostOf(address: string): string {
  const [, authority = ''] = addressPattern.exec(address) ?? []
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
}

/**
 * `.example.com` stands for every host below it, `example.com` for itself, the empty text for all.
 * @returns undefined for what is not a name: an address by number, one that ends in a dot, or in another spelling
 */
function isHostWithin(host: string, limits: readonly string[]): boolean | undefined {
  const labels = host.split('.')
  const isName = labels.every(label => labelPattern.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  if (!isName) return undefined
  const small = host.toLowerCase()
  return limits.some(limit => {
    const smallLimit = limit.toLowerCase()
    return limit === '' || limit === '.' || (limit.startsWith('.') ? small.endsWith(smallLimit) : small === smallLimit)
  })
}
