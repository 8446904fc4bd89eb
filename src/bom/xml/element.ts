import {SaxesParser, type SaxesTagNS} from 'saxes'

/** An element of an XML document. */
export interface XmlElement {
  /** without its prefix */
  readonly name: string
  readonly namespace: string
  /** by name without prefix; declarations of namespaces are left out */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** its own text, without that of its children */
  readonly text: string
  /** from 1 */
  readonly line: number
}

/** Why a text was not taken, with the line. */
export class XmlFault extends Error {}

interface Open extends XmlElement {
  readonly children: XmlElement[]
  text: string
}

/** Readers recurse; components nest some five deep. */
const depthLimit = 150
/** The largest BOM seen has some 200,000. */
const elementLimit = 5_000_000

/**
 * Reads an XML document as a tree. A document type declaration is refused, so there are no entities but the five of
 * XML, and nothing outside the text is read.
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
  parser.on('error', error => fault(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', () => fault('it has a document type declaration (DTD), which is refused,'))
  parser.on('opentag', tag => {
    if (stack.length >= depthLimit) fault(`it nests more than ${depthLimit} levels`)
    if (++count > elementLimit) fault(`it has more than ${elementLimit} elements`)
    const element = toElement(tag, parser.line)
    stack.at(-1)?.children.push(element)
    root ??= element
    stack.push(element)
  })
  parser.on('closetag', () => void stack.pop())
  const addText = (part: string): void => {
    const open = stack.at(-1)
    if (open !== undefined) open.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return root ?? fault('it has no element')
}

function toElement({local, uri, attributes}: SaxesTagNS, line: number): Open {
  const kept = Object.values(attributes).filter(({prefix, name}) => prefix !== 'xmlns' && name !== 'xmlns')
  return {
    name: local,
    namespace: uri,
    attributes: new Map(kept.map(({local: key, value}) => [key, value])),
    children: [],
    text: '',
    line,
  }
}
