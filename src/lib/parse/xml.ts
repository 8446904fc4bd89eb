import {AibomError} from '../errors.ts'
import {lineIndex} from '../text/lines.ts'

/** Real project files stay under 1 MB, BOMs under 30. */
const textLimit = 32 * 1024 * 1024
/** Elements in each other; real files stay under 20. */
const depthLimit = 100
const elementLimit = 2_000_000
/** Prefixes that hold at one place; each element with a declaration copies them. */
const namespaceLimit = 100

/** An element with its namespace resolved. */
export interface XmlElement {
  /** without its prefix */
  readonly name: string
  /** the URI that its prefix, or the default namespace, stands for; '' where there is none */
  readonly namespace: string
  /** by the name as written, declarations of namespaces included */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** its own text and CDATA, without that of its children */
  readonly text: string
  /** counts from 1 */
  readonly line: number
}

interface Open {
  readonly written: string
  readonly element: XmlElement & {readonly children: XmlElement[]; text: string}
  /** namespaces by prefix, as they hold inside */
  readonly namespaces: ReadonlyMap<string, string>
}

const namePattern = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y
const attributePattern =
  /[ \t\r\n]+([A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y
const tagEndPattern = /[ \t\r\n]*(\/?)>/y
const closePattern = /<\/([A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*)[ \t\r\n]*>/y
const entityPattern = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));|&/g
const textByEntity: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"}

/**
 * Parses an XML document without a document type: what a DTD could add (entities, defaults, other files) is refused,
 * never read.
 * @param path only for messages
 * @throws {AibomError} `AIBOM_XML_INVALID`, `AIBOM_XML_DTD`, `AIBOM_XML_TOO_LARGE`, `AIBOM_XML_TOO_DEEP`
 */
export function parseXml(text: string, path: string): XmlElement {
  if (text.length > textLimit)
    throw new AibomError('AIBOM_XML_TOO_LARGE', `${path}: larger than ${textLimit} characters`)
  return new Reader(text, path).read()
}

class Reader {
  readonly #text: string
  readonly #path: string
  readonly #lineOf: (offset: number) => number
  readonly #open: Open[] = []
  #at = 0
  #count = 0
  #root: XmlElement | undefined

  constructor(text: string, path: string) {
    this.#text = text
    this.#path = path
    this.#lineOf = lineIndex(text)
  }

  read(): XmlElement {
    const text = this.#text
    while (this.#at < text.length) {
      const next = text.indexOf('<', this.#at)
      this.#addText(
        decoded(text.slice(this.#at, next === -1 ? text.length : next), () =>
          this.#fail('an entity that nothing declares'),
        ),
      )
      this.#at = next === -1 ? text.length : next
      if (next !== -1) this.#readMarkup()
    }
    if (this.#root === undefined) return this.#fail('no element')
    if (this.#open.length > 0) return this.#fail(`<${this.#open.at(-1)?.written}> is not closed`)
    return this.#root
  }

  #readMarkup(): void {
    const text = this.#text
    if (text.startsWith('<!--', this.#at)) this.#skipTo('-->', 4)
    else if (text.startsWith('<![CDATA[', this.#at)) {
      const start = this.#at + 9
      this.#skipTo(']]>', 9)
      if (this.#open.length === 0) this.#fail('text outside of the root element')
      this.#addText(text.slice(start, this.#at - 3))
    } else if (text.startsWith('<?', this.#at)) this.#skipTo('?>', 2)
    else if (text.startsWith('<!', this.#at)) {
      throw new AibomError('AIBOM_XML_DTD', `${this.#place()}: it declares a document type, which is not read`)
    } else if (text.startsWith('</', this.#at)) this.#closeElement()
    else this.#openElement()
  }

  #skipTo(end: string, from: number): void {
    const found = this.#text.indexOf(end, this.#at + from)
    if (found === -1) this.#fail(`no ${end} follows`)
    this.#at = found + end.length
  }

  #addText(text: string): void {
    const open = this.#open.at(-1)
    if (open !== undefined) open.element.text += text
    else if (/[^\s\ufeff]/.test(text)) this.#fail('text outside of the root element')
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  #openElement(): void {
    const line = this.#lineOf(this.#at)
    this.#at++
    const [written] = this.#match(namePattern) ?? this.#fail('a < that begins no element')
    const attributes = this.#readAttributes()
    const namespaces = declared(attributes, this.#open.at(-1)?.namespaces)
    if (namespaces.size > namespaceLimit)
      throw new AibomError('AIBOM_XML_TOO_LARGE', `${this.#place()}: more than ${namespaceLimit} namespaces`)
    const colon = written.indexOf(':')
    const namespace = namespaces.get(written.slice(0, Math.max(colon, 0))) ?? ''
    const element = {name: written.slice(colon + 1), namespace, attributes, children: [], text: '', line}
    const end = this.#match(tagEndPattern) ?? this.#fail(`the tag <${written}> does not end`)
    this.#attach(element)
    if (end[1] === '/') return
    if (this.#open.length >= depthLimit)
      throw new AibomError('AIBOM_XML_TOO_DEEP', `${this.#place()}: nested deeper than ${depthLimit}`)
    this.#open.push({written, element, namespaces})
  }

  #readAttributes(): Map<string, string> {
    const attributes = new Map<string, string>()
    for (let found = this.#match(attributePattern); found !== null; found = this.#match(attributePattern)) {
      const [, name = '', double, single] = found
      if (attributes.has(name)) this.#fail(`the attribute ${name} stands twice`)
      attributes.set(
        name,
        decoded(double ?? single ?? '', () => this.#fail('an entity that nothing declares')),
      )
    }
    return attributes
  }

  #attach(element: XmlElement): void {
    if (++this.#count > elementLimit)
      throw new AibomError('AIBOM_XML_TOO_LARGE', `${this.#path}: more than ${elementLimit} elements`)
    const parent = this.#open.at(-1)
    if (parent !== undefined) parent.element.children.push(element)
    else if (this.#root === undefined) this.#root = element
    else this.#fail('a second root element')
  }

  #closeElement(): void {
    const [, written] = this.#match(closePattern) ?? this.#fail('a tag that does not end')
    const open = this.#open.pop()
    if (open?.written !== written)
      this.#fail(`</${written}> closes ${open === undefined ? 'nothing' : `<${open.written}>`}`)
  }

  #place(): string {
    return `${this.#path}:${this.#lineOf(this.#at)}`
  }

  #fail(reason: string): never {
    throw new AibomError('AIBOM_XML_INVALID', `${this.#place()}: not well-formed XML: ${reason}`)
  }
}

function declared(
  attributes: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const own = [...attributes].flatMap(([name, uri]): [string, string][] => {
    if (name === 'xmlns') return [['', uri]]
    return name.startsWith('xmlns:') ? [[name.slice(6), uri]] : []
  })
  return outer === undefined || own.length > 0 ? new Map([...(outer ?? []), ...own]) : outer
}

function decoded(text: string, fail: () => never): string {
  if (!text.includes('&')) return text
  return text.replace(entityPattern, (_all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined && Object.hasOwn(textByEntity, name)) return textByEntity[name] ?? fail()
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : fail()
  })
}

/** The first child of a name; undefined where there is none. */
export function xmlChild(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(child => child.name === name)
}

/** The trimmed text of the first child of a name; undefined where there is none or it is empty. */
export function xmlText(element: XmlElement | undefined, name: string): string | undefined {
  const text = xmlChild(element, name)?.text.trim()
  return text === '' ? undefined : text
}

/** Every element of a name, at any depth, in the order of the document. */
export function* xmlElements(root: XmlElement, name: string): Generator<XmlElement> {
  if (root.name === name) yield root
  for (const child of root.children) yield* xmlElements(child, name)
}
