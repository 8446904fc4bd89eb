import {isSupportedSpdxId} from '@cyclonedx/cyclonedx-library/SPDX'
import {compact} from '../../lib/compact.ts'
import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {listedLicence, type SpdxGraph} from './graph.ts'

/** A license as its elements spell it. */
interface Spelled {
  readonly expression: string
  /** of one that is not on the list of SPDX */
  readonly text?: string
  readonly name?: string
  /** where its text is */
  readonly url?: string
}

/** Sets of licenses contain each other a few deep. */
const depthLimit = 20
/** Elements that contain each other may stand for an expression of any length. */
const longestExpression = 4000
/** Stands for what is deeper or longer: half an expression would be another license. */
const unread: Spelled = {expression: 'not read: too many licenses inside each other'}
/** One of several of which nothing is said, or which is not there. */
const unstated: Spelled = {expression: 'NOASSERTION'}

/** The licenses of a graph while it is read; each element is spelled once. */
export interface LicenceReading {
  readonly graph: SpdxGraph
  readonly spelled: Map<string, Spelled | undefined>
}

/**
 * The licenses of an element in the form of CycloneDX: the declared one, or the concluded one where there is no other;
 * both where they differ.
 */
export function licencesOf(id: string, reading: LicenceReading): UnknownRecord[] {
  const declared = joined(reading.graph.targetsOf(id, 'hasDeclaredLicense'), reading)
  const concluded = joined(reading.graph.targetsOf(id, 'hasConcludedLicense'), reading)
  if (declared === undefined) return concluded === undefined ? [] : [alone(concluded, 'concluded')]
  if (concluded === undefined || declared.expression === concluded.expression) return [alone(declared)]
  return [licenceOf(declared, 'declared'), licenceOf(concluded, 'concluded')]
}

function alone(spelled: Spelled, acknowledgement?: 'concluded'): UnknownRecord {
  const {expression, name, text, url} = spelled
  const isNamed = name !== undefined && /^LicenseRef-\S{1,500}$/.test(expression)
  return text === undefined && url === undefined && spelled !== unread && !isNamed
    ? compact({expression, acknowledgement})
    : licenceOf(spelled, acknowledgement)
}

function licenceOf({expression, name, text, url}: Spelled, acknowledgement?: 'declared' | 'concluded'): UnknownRecord {
  return {
    license: compact({
      ...(isSupportedSpdxId(expression) ? {id: expression} : {name: name ?? expression}),
      acknowledgement,
      text: text === undefined ? undefined : {content: text},
      url,
    }),
  }
}

/** Several that hold together are one expression. */
function joined(ids: readonly string[], reading: LicenceReading): Spelled | undefined {
  const spelled = ids.flatMap(id => spell(id, reading, depthLimit) ?? [])
  return spelled.length < 2 ? spelled[0] : allOf(spelled, ' AND ')
}

function allOf(list: readonly Spelled[], operator: ' AND ' | ' OR ' | ' WITH '): Spelled | undefined {
  const length = list.reduce((sum, {expression}) => sum + expression.length, 0)
  if (length > longestExpression || list.includes(unread)) return unread
  if (list.every(each => each === unstated)) return undefined
  const inner = (text: string): string => (/ /.test(text) && operator !== ' WITH ' ? `(${text})` : text)
  return expressionOf(list.map(({expression}) => inner(expression)).join(operator))
}

function spell(id: string, reading: LicenceReading, depth: number): Spelled | undefined {
  if (reading.spelled.has(id)) return reading.spelled.get(id)
  // what leads back here contains itself, and has no end
  reading.spelled.set(id, unread)
  const found = depth === 0 ? unread : spellElement(id, reading, depth)
  reading.spelled.set(id, found)
  return found
}

/** Undefined for NOASSERTION, which states nothing. */
function spellElement(id: string, reading: LicenceReading, depth: number): Spelled | undefined {
  const {graph} = reading
  const element = graph.elements.get(id)
  if (element === undefined) return id.startsWith(listedLicence) ? {expression: lastOf(id)} : undefined
  const {type, node} = element
  const parts = (field: string, otherwise: readonly Spelled[] = []): Spelled[] =>
    textsOf(node[`expandedlicensing_${field}`]).flatMap(part => spell(part, reading, depth - 1) ?? otherwise)
  switch (type.replace(/^expandedlicensing_/, '')) {
    case 'ConjunctiveLicenseSet':
      return allOf(parts('member', [unstated]), ' AND ')
    case 'DisjunctiveLicenseSet':
      return allOf(parts('member', [unstated]), ' OR ')
    case 'OrLaterOperator': {
      const [subject] = parts('subjectLicense')
      return subject === unread ? unread : expressionOf(subject?.expression, '+')
    }
    case 'WithAdditionOperator':
      return allOf([...parts('subjectExtendableLicense'), ...parts('subjectAddition')], ' WITH ')
    case 'ListedLicense':
    case 'ListedLicenseException':
      return expressionOf(lastOf(id))
    default:
      return custom(node, graph) ?? simple(node)
  }
}

function expressionOf(expression: string | undefined, ending = ''): Spelled | undefined {
  return expression === undefined || expression === '' ? undefined : {expression: `${expression}${ending}`}
}

/** An expression of nothing but one license that is not on the list, whose text is an element of its own. */
function custom(node: UnknownRecord, graph: SpdxGraph): Spelled | undefined {
  const expression = asText(node['simplelicensing_licenseExpression'])
  const entry = recordsOf(node['simplelicensing_customIdToUri']).find(({key}) => key === expression)
  const stated = graph.elements.get(asText(entry?.['value']) ?? '')
  return expression === undefined || stated === undefined ? undefined : {...simple(stated.node), expression}
}

function simple(node: UnknownRecord): Spelled | undefined {
  const [, told] = /^stated as: (\S[^;]{0,500})$/.exec(asText(node['comment']) ?? '') ?? []
  const name = asText(node['name']) ?? told
  const expression = asText(node['simplelicensing_licenseExpression']) ?? name
  if (expression === undefined || expression === 'NOASSERTION') return undefined
  const text = asText(node['simplelicensing_licenseText']) ?? asText(node['expandedlicensing_licenseText'])
  const address = recordsOf(node['externalRef']).find(({externalRefType}) => externalRefType === 'license')
  return {expression, ...compact({text, name, url: textsOf(address?.['locator'])[0]})}
}

/** `https://spdx.org/licenses/MIT` → `MIT`. */
function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
