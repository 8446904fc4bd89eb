import type {XmlElement} from './element.ts'

/** What an element of the schema holds, as far as it says which files there are. */
interface Part {
  /** by name; each may stand once */
  readonly members?: ReadonlyMap<string, () => Part>
  /** it is a list, of elements of one name */
  readonly items?: readonly [name: string, part: () => Part]
  readonly attributes?: readonly string[]
}

/** Holds text alone. */
const text = (): Part => ({})
const listOf = (name: string, part: () => Part) => (): Part => ({items: [name, part]})
const hashes = listOf('hash', () => ({attributes: ['alg']}))
const properties = listOf('property', () => ({attributes: ['name']}))
const components = listOf('component', () => component)
const references = listOf('reference', () => ({
  attributes: ['type'],
  members: new Map([
    ['url', text],
    ['hashes', hashes],
    ['properties', properties],
  ]),
}))
const occurrences = listOf('occurrence', () => ({
  attributes: ['bom-ref'],
  members: new Map(['location', 'line', 'offset', 'symbol'].map(name => [name, text])),
}))
const component: Part = {
  attributes: ['type', 'bom-ref'],
  members: new Map([
    ...['group', 'name', 'purl'].map(name => [name, text] as const),
    ['hashes', hashes],
    ['evidence', () => ({members: new Map([['occurrences', occurrences]])})],
    ['components', components],
    ['externalReferences', references],
    ['properties', properties],
  ]),
}
const bom: Part = {
  members: new Map([
    [
      'metadata',
      () => ({
        members: new Map([
          ['component', () => component],
          ['properties', properties],
        ]),
      }),
    ],
    ['components', components],
    ['externalReferences', references],
    ['properties', properties],
  ]),
}

/** Every name above: where it stands elsewhere, or is of another namespace, some program takes it for what it says. */
const readNames: ReadonlySet<string> = new Set([
  ...['metadata', 'component', 'components', 'bom-ref', 'type', 'group', 'name', 'purl', 'hashes', 'hash', 'alg'],
  ...['content', 'evidence', 'occurrences', 'occurrence', 'location', 'line', 'offset', 'symbol'],
  ...['externalReferences', 'reference', 'url', 'properties', 'property'],
])

/**
 * Where a BOM in XML is not written as its schema has it, in the parts that say which files there are: programs that
 * read it by names, without namespaces or by the first of two elements then see other files or digests.
 * @returns pointers into the JSON form
 */
export function doubtfulParts(root: XmlElement): string[] {
  return [...new Set(within(root, bom, '', root.namespace))]
}

function within(element: XmlElement, part: Part, pointer: string, namespace: string): string[] {
  const {attributes = [], members, items} = part
  const stated = [...element.prefixed, ...[...element.attributes.keys()].filter(name => !attributes.includes(name))]
  const own = stated.some(name => readNames.has(name)) ? [pointer] : []
  if (items !== undefined) return [...own, ...withinList(element, items, pointer, namespace)]
  if (members !== undefined) return [...own, ...withinObject(element, members, pointer, namespace)]
  return element.children.length > 0 || element.isInterrupted ? [pointer] : own
}

function withinList(
  {children}: XmlElement,
  [name, part]: readonly [string, () => Part],
  pointer: string,
  namespace: string,
): string[] {
  // an element of another namespace is no member of the list in JSON, and counts for none
  let index = 0
  return children.flatMap(child => {
    if (child.namespace !== namespace) return readNames.has(child.name) ? [pointer] : []
    const at = `${pointer}/${index++}`
    return child.name === name ? within(child, part(), at, namespace) : [at]
  })
}

function withinObject(
  {children}: XmlElement,
  members: ReadonlyMap<string, () => Part>,
  pointer: string,
  namespace: string,
): string[] {
  const seen = new Set<string>()
  return children.flatMap(child => {
    const part = members.get(child.name)
    const own = `${pointer}/${child.name}`
    if (part === undefined) return readNames.has(child.name) ? [own] : []
    if (child.namespace !== namespace || seen.has(child.name)) return [own]
    seen.add(child.name)
    return within(child, part(), own, namespace)
  })
}
