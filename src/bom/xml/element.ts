import {SaxesParser, type SaxesTagNS} from 'saxes'

/** An element of an XML document. */
export interface XmlElement {
  /** without its prefix */
  readonly name: string
  readonly namespace: string
  /** those of its own, which have no prefix */
  readonly attributes: ReadonlyMap<string, string>
  /** names without prefix of attributes that have one; declarations of namespaces are left out */
  readonly prefixed: readonly string[]
  readonly children: readonly XmlElement[]
  /** its own text, without that of its children, and without white space around it */
  readonly text: string
  /** whether a comment or an instruction is in it, where some programs take its text to end */
  readonly isInterrupted: boolean
  /** from 1 */
  readonly line: number
}

/** Why a text was not taken, with the line. */
export class XmlFault extends Error {}

interface Open extends XmlElement {
  readonly children: XmlElement[]
  text: string
  isInterrupted: boolean
}

const includeNamespace = 'http://www.w3.org/2001/XInclude'
/** Encodings whose ASCII characters are the bytes of ASCII. */
const asciiPattern = /^(?:us-ascii|ascii|iso-8859-\d{1,2}|latin1|windows-125\d)$/i
/** Readers recurse; components nest some five deep. */
const depthLimit = 150
/** The largest BOM seen has some 200,000. */
const elementLimit = 5_000_000

/**
 * Reads an XML document as a tree. A document type declaration and inclusions are refused, so there are no entities but
 * the five of XML, and nothing outside the text is read; so are other encodings and versions, in which other programs
 * may see another document.
 * @throws {XmlFault} for what is not well-formed, has a DTD, or nests too deep
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({xmlns: true, position: true})
  const stack: Open[] = []
  let root: XmlElement | undefined
  let count = 0
  const fault = (what: string): never => {
    throw new XmlFault(`${what} at line ${parser.line}`)
  }
  const interrupt = (): void => {
    const open = stack.at(-1)
    if (open !== undefined) open.isInterrupted = true
  }
  if (text.startsWith('\uFEFF')) fault('it has a second byte order mark')
  parser.on('xmldecl', ({version, encoding}) => {
    if (version !== '1.0') fault(`it is XML ${version}, of which 1.0 is read,`)
    if (!isReadable(encoding, text)) fault(`it says that its encoding is ${encoding}, and is read as UTF-8,`)
  })
  parser.on('error', error => fault(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', () => fault('it has a document type declaration (DTD), which is refused,'))
  parser.on('opentag', tag => {
    if (stack.length >= depthLimit) fault(`it nests more than ${depthLimit} levels`)
    if (++count > elementLimit) fault(`it has more than ${elementLimit} elements`)
    if (tag.uri === includeNamespace) fault('it includes another document (XInclude), which is refused,')
    const element = toElement(tag, parser.line)
    stack.at(-1)?.children.push(element)
    root ??= element
    stack.push(element)
  })
  parser.on('closetag', () => {
    const closed = stack.pop()
    if (closed !== undefined) closed.text = withoutSpaceAround(closed.text)
  })
  parser.on('comment', interrupt)
  parser.on('processinginstruction', interrupt)
  const addText = (part: string): void => {
    const open = stack.at(-1)
    if (open !== undefined) open.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return root ?? fault('it has no element')
}

function isReadable(encoding: string | undefined, text: string): boolean {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return true
  return asciiPattern.test(encoding) && /^[\0-\x7f]*$/.test(text)
}

function toElement({local, uri, attributes}: SaxesTagNS, line: number): Open {
  const kept = Object.values(attributes).filter(({prefix, name}) => prefix !== 'xmlns' && name !== 'xmlns')
  return {
    name: local,
    namespace: uri,
    attributes: new Map(kept.flatMap(({prefix, name, value}) => (prefix === '' ? [[name, value]] : []))),
    prefixed: kept.flatMap(({prefix, local: name}) => (prefix === '' ? [] : [name])),
    children: [],
    text: '',
    isInterrupted: false,
    line,
  }
}

/** The white space of XML alone: a no-break space is a part of a name. */
function withoutSpaceAround(text: string): string {
  const isSpace = (index: number): boolean => ' \t\r\n'.includes(text[index] ?? '-')
  let [start, end] = [0, text.length]
  while (start < end && isSpace(start)) start++
  while (end > start && isSpace(end - 1)) end--
  return text.slice(start, end)
}
