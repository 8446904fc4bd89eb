import {AibomError} from '../lib/errors.ts'

/** A tag of an XML document, or the text between two of them. */
export type XmlEvent =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: ReadonlyMap<string, string>
      readonly depth: number
    }
  | {readonly kind: 'close'; readonly name: string; readonly depth: number}
  | {readonly kind: 'text'; readonly text: string; readonly depth: number}

const depthLimit = 512
const attributesLimit = 1000
const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])
const namePattern = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y
const spacePattern = /[ \t\r\n]*/y
const encodingPattern = /^<\?xml[^>]{0,200}?encoding=["']([\w.-]+)["']/

/**
 * Reads an XML document tag by tag. There is no document type: what one would define is refused and never fetched or
 * expanded.
 * @throws {AibomError} `AIBOM_XML_DTD` where the document has one, `AIBOM_XML_INVALID`
 */
export function* readXml(text: string): Generator<XmlEvent> {
  const state: State = {text, open: [], at: 0, hasRoot: false}
  while (state.at < text.length) {
    const between = takeText(state)
    if (between !== undefined) yield between
    if (state.at === text.length) break
    const passed = passUnread(text, state.at)
    if (passed !== undefined) {
      const literal = literalOf(state, passed)
      if (literal !== undefined) yield literal
      state.at = passed
    } else if (text[state.at + 1] === '/') yield takeEnd(state)
    else yield* takeTag(state)
  }
  if (state.open.length > 0 || !state.hasRoot) throw invalid(text.length, 'the document is cut')
}

interface State {
  readonly text: string
  /** names of the tags that have not ended */
  readonly open: string[]
  at: number
  hasRoot: boolean
}

/** Text up to the next tag. */
function takeText(state: State): XmlEvent | undefined {
  const {text, open, at} = state
  const next = text.indexOf('<', at)
  state.at = next === -1 ? text.length : next
  if (state.at === at) return undefined
  const between = text.slice(at, state.at)
  if (open.length > 0) return {kind: 'text', text: decode(between, at), depth: open.length}
  if (between.trim() !== '') throw invalid(at, 'text outside the root')
  return undefined
}

/** What CDATA holds. */
function literalOf({text, open, at}: State, end: number): XmlEvent | undefined {
  if (!text.startsWith('<![CDATA[', at)) return undefined
  if (open.length === 0) throw invalid(at, 'text outside the root')
  return {kind: 'text', text: text.slice(at + 9, end - 3), depth: open.length}
}

function takeEnd(state: State): XmlEvent {
  const {text, open, at} = state
  const name = nameAt(text, at + 2)
  const close = skipSpace(text, at + 2 + name.length)
  if (text[close] !== '>' || open.pop() !== name) throw invalid(at, `the tag ${name} ends and did not begin`)
  state.at = close + 1
  return {kind: 'close', name, depth: open.length}
}

function* takeTag(state: State): Generator<XmlEvent> {
  const {open, at} = state
  if (open.length === 0 && state.hasRoot) throw invalid(at, 'a second root')
  state.hasRoot = true
  const {name, attributes, isEmpty, end} = readTag(state.text, at)
  state.at = end
  yield {kind: 'open', name, attributes, depth: open.length}
  if (isEmpty) yield {kind: 'close', name, depth: open.length}
  else if (open.push(name) > depthLimit) throw invalid(at, `tags are nested deeper than ${depthLimit}`)
}

/** Comments, instructions and CDATA; @returns where it ends, undefined where no such thing begins */
function passUnread(text: string, at: number): number | undefined {
  for (const [begin, close] of [['<!--', '-->'] as const, ['<![CDATA[', ']]>'] as const, ['<?', '?>'] as const]) {
    if (!text.startsWith(begin, at)) continue
    const end = text.indexOf(close, at + begin.length)
    if (end === -1) throw invalid(at, 'a comment or instruction does not end')
    return end + close.length
  }
  if (!text.startsWith('<!', at)) return undefined
  throw new AibomError('AIBOM_XML_DTD', `the XML has a document type at character ${at}, which aibom does not read`)
}

function readTag(text: string, begin: number) {
  const name = nameAt(text, begin + 1)
  const attributes = new Map<string, string>()
  let at = begin + 1 + name.length
  for (;;) {
    const next = skipSpace(text, at)
    if (text[next] === '>') return {name, attributes, isEmpty: false, end: next + 1}
    if (text[next] === '/' && text[next + 1] === '>') return {name, attributes, isEmpty: true, end: next + 2}
    if (next === at) throw invalid(next, `the tag ${name} does not end`)
    const {key, value, end} = readAttribute(text, next)
    if (attributes.has(key) || attributes.size === attributesLimit)
      throw invalid(next, `the attribute ${key} stands twice, or there are too many`)
    attributes.set(key, value)
    at = end
  }
}

function readAttribute(text: string, at: number) {
  const key = nameAt(text, at)
  const equals = skipSpace(text, at + key.length)
  const begin = skipSpace(text, equals + 1)
  const quote = text[begin]
  const end = quote === '"' || quote === "'" ? text.indexOf(quote, begin + 1) : -1
  if (text[equals] !== '=' || end === -1) throw invalid(at, `the attribute ${key} has no value`)
  return {key, value: decode(text.slice(begin + 1, end), begin), end: end + 1}
}

function nameAt(text: string, at: number): string {
  namePattern.lastIndex = at
  const name = namePattern.exec(text)?.[0]
  if (name === undefined) throw invalid(at, at >= text.length ? 'the document is cut' : 'a name is missing')
  return name
}

function skipSpace(text: string, at: number): number {
  spacePattern.lastIndex = at
  spacePattern.test(text)
  return spacePattern.lastIndex
}

function decode(text: string, at: number): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,32}));|&/g,
    (_all, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16)
      const known =
        name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : entities.get(name)
      if (known === undefined) throw invalid(at, 'an entity that is not defined')
      return known
    },
  )
}

/**
 * The text of an XML document: by its byte order mark, else by the encoding that it states.
 * @throws {AibomError} `AIBOM_XML_INVALID` for an encoding that is not known
 */
export function xmlText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const stated = encodingPattern
    .exec(
      Buffer.from(bytes.subarray(0, 256))
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, ''),
    )?.[1]
    ?.toLowerCase()
  if (stated === undefined || stated === 'utf-8' || stated === 'us-ascii') return new TextDecoder('utf-8').decode(bytes)
  if (/^(?:iso-8859-1|latin1|windows-1252)$/.test(stated)) return new TextDecoder('windows-1252').decode(bytes)
  throw invalid(0, `the encoding ${JSON.stringify(stated)} is not known`)
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_XML_INVALID', `not XML at character ${at}: ${what}`)
}
