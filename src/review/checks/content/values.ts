import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {isTemplate} from '../../facts/hollow.ts'
import {type Part, referencesOf} from '../../view.ts'
import {endpointsOf, hostOf} from '../services.ts'

/** A text with its place in the document. */
export interface Value {
  readonly pointer: string
  readonly text: string
}

/** What is no free text, and what is judged in a way of its own: parts, cards, references, identifiers, evidence. */
const skipped: ReadonlySet<string> = new Set(
  'type bom-ref ref alg hashes purl cpe swhid omniborId mime-type scope phase flow id uid url diff text contents attachment graphics components services modelCard ancestors descendants variants externalReferences endpoints properties evidence signature cryptoProperties dependencies timestamp acknowledgement encoding contentType expression expressionDetails aggregate swid patentAssertions tags'.split(
    ' ',
  ),
)
const mostValues = 2000

/** Every free text of a component or service; names of packages and files are what somebody called them. */
export function valuesOf({node, pointer, role}: Part): Value[] {
  const {name: _, group: __, ...unnamed} = node
  const isNamed = role === 'model' || role === 'dataset'
  const properties = recordsOf(node['properties']).flatMap(({name, value}, index) =>
    /^(?:cdx:ai-ml|spdx):/.test(String(name)) || (isNamed && isTemplate(asText(value) ?? ''))
      ? toValue(value, `${pointer}/properties/${index}/value`)
      : [],
  )
  return [...valuesIn(isNamed ? node : unnamed, pointer), ...properties]
}

/** The free texts in a record, in their order. */
export function valuesIn(record: UnknownRecord, pointer: string): Value[] {
  return textsIn(record, pointer, skipped)
}

function textsIn(record: UnknownRecord, pointer: string, left: ReadonlySet<string>): Value[] {
  const values: Value[] = []
  const stack: (readonly [string, unknown])[] = [[pointer, record]]
  for (let top = stack.pop(); top !== undefined && values.length < mostValues; top = stack.pop()) {
    const [at, value] = top
    // a tool leaves a field empty, a person fills it with blanks
    if (typeof value === 'string') values.push(...(value === '' ? [] : [{pointer: at, text: value}]))
    else if (typeof value === 'object' && value !== null)
      stack.push(
        ...Object.entries(value)
          .filter(([name]) => !left.has(name))
          .map(([name, child]) => [`${at}/${name}`, child] as const),
      )
  }
  return values.reverse()
}

const fillerHostPattern =
  /^(?:tbd|todo|n-?a|none|null|unknown|undefined|placeholder|xxx+|(?:api\.|www\.)?your-?(?:company|domain|host|org|server)(?:\.\w{2,6})?|(?:[\w-]{1,63}\.)?example\.(?:com|org|net))$/i

/** Hosts in addresses that are fillers: `https://TBD`, `https://your-company.com`. */
export function fillerHosts(part: Part): Value[] {
  const endpoints = endpointsOf(part).map((url, index) => ({url, pointer: `${part.pointer}/endpoints/${index}`}))
  return fillersAmong([...referencesOf(part), ...endpoints, ...entityPages(part.node, part.pointer)])
}

interface Address {
  readonly url: string
  readonly pointer: string
}

/** Pages of those who make, supply or run it. */
function entityPages(node: UnknownRecord, pointer: string): Address[] {
  return ['supplier', 'manufacturer', 'manufacture', 'provider'].flatMap(field =>
    textsOf(asRecord(node[field])?.['url']).map((url, index) => ({url, pointer: `${pointer}/${field}/url/${index}`})),
  )
}

/** A host that is a filler, in the page of somebody. */
export function fillerPages(node: UnknownRecord, pointer: string): Value[] {
  return fillersAmong(entityPages(node, pointer))
}

function fillersAmong(addresses: readonly Address[]): Value[] {
  return addresses
    .map(({url, pointer}) => ({pointer, text: hostOf(url)}))
    .filter(({text}) => fillerHostPattern.test(text))
}

/** Parts of a data set have such names. */
const splitPattern = /^(?:test|train|training|dev|val|validation|eval|evaluation|all|overall|none|default)$/i

/** Every text in a model card; forms that are chosen from a list are left out. */
export function textsOfCard({node, pointer}: Part): Value[] {
  const card = asRecord(node['modelCard'])
  if (card === undefined) return []
  // names of properties are nobody's answer
  return textsIn(card, `${pointer}/modelCard`, skippedOfCard).filter(
    ({pointer: at, text}) =>
      !/\/modelCard\/properties\/\d+\/name$/.test(at) && !(at.endsWith('/slice') && splitPattern.test(text)),
  )
}

const skippedOfCard: ReadonlySet<string> = new Set(
  'bom-ref ref unit type format energySource activity contents attachment'.split(' '),
)

/** A text as a list of one; of anything else, and of an empty text, none. */
export function toValue(value: unknown, pointer: string): Value[] {
  const text = asText(value)
  return text === undefined ? [] : [{pointer, text}]
}
