import type {UnknownRecord} from '../../lib/narrow.ts'
import {pointerSegment} from '../../lib/parse/json-pointer.ts'
import {loadSchema} from '../spec/schema.ts'
import {rootShape, type Shape} from '../spec/shape.ts'
import {doubtfulParts} from './doubtful-parts.ts'
import type {XmlElement} from './element.ts'

/** A CycloneDX document in XML, in the form that its JSON would have. */
export interface XmlDocument {
  readonly document: UnknownRecord
  /** `1.6`, from the namespace */
  readonly specVersion: string
  /** line by JSON pointer */
  readonly lines: ReadonlyMap<string, number>
  /** it carries an XML signature, which the JSON form has no place for */
  readonly signed: boolean
  /** JSON pointers of what other programs may read otherwise, of the parts that state files */
  readonly doubtful: readonly string[]
}

const namespacePattern = /^http:\/\/cyclonedx\.org\/schema\/bom\/(\d\.\d)$/
const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#'
/** Attributes that JSON names differently. */
const attributeNames: ReadonlyMap<string, string> = new Map([['content-type', 'contentType']])
const renamed: ReadonlyMap<string, string> = new Map([
  ['responses', 'response'],
  ['cryptoRef', 'cryptoRefArray'],
])
/** Lists inside an element of their own whose items look like the list. */
const wrapped: ReadonlySet<string> = new Set(['versions', 'licenses', 'environmentVars', 'copyright'])

interface Walk {
  readonly namespace: string
  readonly lines: Map<string, number>
}

/** The version of CycloneDX that an element of XML is the root of; undefined for any other document. */
export function xmlSpecVersion({name, namespace}: XmlElement): string | undefined {
  return name === 'bom' ? namespacePattern.exec(namespace)?.[1] : undefined
}

/**
 * Turns the XML form into the JSON form by the JSON schema of the version: which elements are lists, numbers,
 * attributes there.
 * An element that the schema does not know is kept under its name, so that checking the document by the schema tells of
 * it.
 * @param schemaVersion whose JSON schema is used; 1.0 and 1.1 have none
 */
export function toJsonForm(root: XmlElement, schemaVersion: string): XmlDocument {
  const walk: Walk = {namespace: root.namespace, lines: new Map([['', root.line]])}
  const specVersion = xmlSpecVersion(root) ?? schemaVersion
  const body = objectOf(root, rootShape(loadSchema(`bom-${schemaVersion}`)), '', walk)
  const signed = root.children.some(child => child.namespace === signatureNamespace)
  return {
    document: {bomFormat: 'CycloneDX', specVersion: schemaVersion, ...body},
    specVersion,
    lines: walk.lines,
    signed,
    doubtful: doubtfulParts(root),
  }
}

function contentOf(element: XmlElement, name: string, shape: Shape, pointer: string, walk: Walk): unknown {
  walk.lines.set(pointer, element.line)
  if (name === 'dependency' && shape.properties.has('dependsOn')) return dependencyOf(element)
  if (name === 'classification' && shape.properties.has('flow')) return classificationOf(element)
  if (isReference(element, shape)) return element.children[0]?.text
  if (isList(element, shape)) return listOf(element, name, shape, pointer, walk)
  if (isScalar(shape) && element.name === 'value') return scalarOf(element, shape)
  if (shape.properties.size > 0 && (element.children.length > 0 || element.attributes.size > 0 || !isScalar(shape)))
    return objectOf(element, shape, pointer, walk)
  return scalarOf(element, shape)
}

/** `<asserter><ref>…</ref></asserter>` */
function isReference({children}: XmlElement, shape: Shape): boolean {
  return children.length === 1 && children[0]?.name === 'ref' && isScalar(shape) && !shape.properties.has('ref')
}

function isScalar({types}: Shape): boolean {
  return types.has('string') || types.has('number') || types.has('integer') || types.has('boolean')
}

/** Tools were a list until 1.4, and may be either later. */
function isList(element: XmlElement, shape: Shape): boolean {
  if (!shape.types.has('array')) return false
  return !(
    shape.types.has('object') &&
    element.children.some(child => child.name === 'components' || child.name === 'services')
  )
}

function listOf(element: XmlElement, name: string, shape: Shape, pointer: string, walk: Walk): unknown[] {
  const item = shape.items()
  return own(element, walk).map((child, index) => {
    const at = `${pointer}/${index}`
    if (name === 'licenses') return licenceOf(child, item, at, walk)
    if (name === 'copyright') return {text: child.text}
    if (name === 'data' && child.name === 'dataflow') return flowOf(child, item, at, walk)
    return item === undefined ? child.text : contentOf(child, child.name, item, at, walk)
  })
}

function licenceOf(element: XmlElement, item: Shape | undefined, pointer: string, walk: Walk): UnknownRecord {
  walk.lines.set(pointer, element.line)
  const attributes = Object.fromEntries(
    [...element.attributes].filter(([name]) => name !== 'bom-ref' || element.name !== 'license'),
  )
  if (element.name === 'expression') return {...attributes, expression: element.text}
  if (element.name === 'expression-detailed') return detailedExpressionOf(element, item, pointer, walk)
  const shape = item?.properties.get('license')?.()
  return {license: shape === undefined ? {} : contentOf(element, element.name, shape, `${pointer}/license`, walk)}
}

function detailedExpressionOf(
  element: XmlElement,
  item: Shape | undefined,
  pointer: string,
  walk: Walk,
): UnknownRecord {
  const details = item?.properties.get('expressionDetails')?.().items()
  const [stated, others] = [
    element.children.filter(({name}) => name === 'details'),
    element.children.filter(({name}) => name !== 'details'),
  ]
  const named = stated.map(child => {
    const identifier = child.attributes.get('license-identifier')
    return {
      ...(details === undefined ? {} : objectOf({...child, attributes: new Map()}, details, pointer, walk)),
      licenseIdentifier: identifier,
    }
  })
  const body = item === undefined ? {} : objectOf({...element, children: others}, item, pointer, walk)
  return {...body, ...(named.length > 0 && {expressionDetails: named})}
}

/** `<dataflow name="…"><classification flow="inbound">PII</classification></dataflow>` */
function flowOf(element: XmlElement, item: Shape | undefined, pointer: string, walk: Walk): UnknownRecord {
  walk.lines.set(pointer, element.line)
  const classification = element.children.find(({name}) => name === 'classification')
  const rest = {...element, children: element.children.filter(child => child !== classification)}
  const stated = classification === undefined ? {} : classificationOf(classification)
  return {...(item === undefined ? {} : objectOf(rest, item, pointer, walk)), ...stated}
}

function classificationOf(element: XmlElement): UnknownRecord {
  return {flow: element.attributes.get('flow'), classification: element.text}
}

/** Dependencies nest in XML, and are lists of references in JSON. */
function dependencyOf(element: XmlElement): UnknownRecord {
  const refs = (name: string): string[] =>
    element.children.flatMap(child => (child.name === name ? (child.attributes.get('ref') ?? []) : []))
  const [dependsOn, provides] = [refs('dependency'), refs('provides')]
  return {
    ref: element.attributes.get('ref'),
    ...(dependsOn.length > 0 && {dependsOn}),
    ...(provides.length > 0 && {provides}),
  }
}

function objectOf(element: XmlElement, shape: Shape, pointer: string, walk: Walk): UnknownRecord {
  const object: Record<string, unknown> = {}
  const set = (name: string, value: unknown): void => {
    Object.defineProperty(object, name, {value, enumerable: true, configurable: true, writable: true})
  }
  for (const [attribute, text] of element.attributes) {
    const name = attributeNames.get(attribute) ?? attribute
    const known = shape.properties.get(name)?.()
    // the XML schemas let any further attribute stand
    if (known !== undefined) set(name, textAs(text, known))
  }
  for (const [stated, children] of byName(own(element, walk))) {
    const name = nameIn(shape, stated)
    setChildren(name, children, {shape, pointer, walk, set})
  }
  const text = element.text
  const textName = ['content', 'value'].find(name => shape.properties.has(name) && object[name] === undefined)
  if (text !== '' && textName !== undefined) set(textName, text)
  return object
}

/** Lists have a plural name in XML and a singular one in JSON, now and then. */
function nameIn({properties}: Shape, name: string): string {
  return properties.has(name) ? name : (renamed.get(name) ?? name)
}

interface Target {
  readonly shape: Shape
  readonly pointer: string
  readonly walk: Walk
  readonly set: (name: string, value: unknown) => void
}

function setChildren(name: string, children: readonly XmlElement[], {shape, pointer, walk, set}: Target): void {
  const at = `${pointer}/${pointerSegment(name)}`
  const [first, ...others] = children
  const known = shape.properties.get(name)?.()
  if (first === undefined) return
  if (known === undefined) {
    walk.lines.set(at, first.line)
    set(name, first.text)
  } else if (known.types.has('array') && (others.length > 0 || isItem(first, name, known))) {
    walk.lines.set(at, first.line)
    const item = known.items()
    set(
      name,
      children.map((child, index) =>
        item === undefined ? child.text : contentOf(child, name, item, `${at}/${index}`, walk),
      ),
    )
  } else {
    // of what may stand once, several are kept as a list, which the schema refuses
    const values = children.map(child => contentOf(child, name, known, at, walk))
    set(name, values.length === 1 ? values[0] : values)
  }
}

/** Whether an element is one of a list itself (`<url>`, `<contact>`), not the list around its items. */
function isItem({children, attributes}: XmlElement, name: string, shape: Shape): boolean {
  if (wrapped.has(name)) return false
  const item = shape.items()
  if (item === undefined) return false
  if (children.length === 0) return isScalar(item) || attributes.size > 0
  if (
    item.properties.has('flow') &&
    children.some(child => child.name === 'classification' || child.name === 'dataflow')
  )
    return false
  return children.some(child => item.properties.has(child.name))
}

function byName(elements: readonly XmlElement[]): Map<string, XmlElement[]> {
  const groups = new Map<string, XmlElement[]>()
  for (const element of elements) {
    const group = groups.get(element.name)
    if (group === undefined) groups.set(element.name, [element])
    else group.push(element)
  }
  return groups
}

/** Extensions have namespaces of their own, and are not of the JSON form. */
function own({children}: XmlElement, {namespace}: Walk): readonly XmlElement[] {
  return children.filter(child => child.namespace === namespace)
}

function scalarOf(element: XmlElement, shape: Shape): unknown {
  const text = element.text
  return textAs(text === '' ? (element.attributes.get('ref') ?? '') : text, shape)
}

function textAs(text: string, {types}: Shape): unknown {
  if (types.has('string')) return text
  if (types.has('boolean') && /^(?:true|false|1|0)$/.test(text)) return text === 'true' || text === '1'
  if ((types.has('integer') || types.has('number')) && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text)
  return text
}
