import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {listedLicence, type SpdxGraph} from './graph.ts'

/** A license as its elements spell it. */
interface Spelled {
  readonly expression: string
  /** of one that is not on the list of SPDX */
  readonly text?: string
  readonly name?: string
}

/** Sets of licenses contain each other a few deep. */
const depthLimit = 20

/**
 * The licenses of an element in the form of CycloneDX: the declared one, or the concluded one where there is no other;
 * both where they differ.
 */
export function licencesOf(id: string, graph: SpdxGraph): UnknownRecord[] {
  const declared = joined(graph.targetsOf(id, 'hasDeclaredLicense'), graph)
  const concluded = joined(graph.targetsOf(id, 'hasConcludedLicense'), graph)
  if (declared === undefined || concluded === undefined || declared.expression === concluded.expression)
    return [declared ?? concluded].flatMap(spelled => (spelled === undefined ? [] : [alone(spelled)]))
  return [licenceOf(declared, 'declared'), licenceOf(concluded, 'concluded')]
}

function alone(spelled: Spelled): UnknownRecord {
  return spelled.text === undefined ? {expression: spelled.expression} : licenceOf(spelled)
}

function licenceOf({expression, name, text}: Spelled, acknowledgement?: 'declared' | 'concluded'): UnknownRecord {
  return {
    license: {
      name: name ?? expression,
      ...(acknowledgement !== undefined && {acknowledgement}),
      ...(text !== undefined && {text: {content: text}}),
    },
  }
}

/** Several that hold together are one expression. */
function joined(ids: readonly string[], graph: SpdxGraph): Spelled | undefined {
  const spelled = ids.flatMap(id => spell(id, graph, depthLimit) ?? [])
  const [only, ...others] = spelled
  return others.length === 0 ? only : {expression: allOf(spelled, 'AND')}
}

function allOf(list: readonly Spelled[], operator: 'AND' | 'OR'): string {
  return list.map(({expression}) => (/ /.test(expression) ? `(${expression})` : expression)).join(` ${operator} `)
}

/** Undefined for NOASSERTION, which states nothing. */
function spell(id: string, graph: SpdxGraph, depth: number): Spelled | undefined {
  const element = graph.elements.get(id)
  if (element === undefined) return id.startsWith(listedLicence) ? {expression: lastOf(id)} : undefined
  const {type, node} = element
  const parts = (field: string): Spelled[] =>
    depth === 0 ? [] : textsOf(node[`expandedlicensing_${field}`]).flatMap(part => spell(part, graph, depth - 1) ?? [])
  switch (type.replace(/^expandedlicensing_/, '')) {
    case 'ConjunctiveLicenseSet':
    case 'DisjunctiveLicenseSet':
      return expressionOf(allOf(parts('member'), type.includes('Conjunctive') ? 'AND' : 'OR'))
    case 'OrLaterOperator':
      return expressionOf(parts('subjectLicense')[0]?.expression, '+')
    case 'WithAdditionOperator':
      return expressionOf(
        [...parts('subjectExtendableLicense'), ...parts('subjectAddition')].map(part => part.expression).join(' WITH '),
      )
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
  const name = asText(node['name'])
  const expression = asText(node['simplelicensing_licenseExpression']) ?? name
  if (expression === undefined || expression === 'NOASSERTION') return undefined
  const text = asText(node['simplelicensing_licenseText']) ?? asText(node['expandedlicensing_licenseText'])
  return {expression, ...(text !== undefined && {text}), ...(name !== undefined && {name})}
}

/** `https://spdx.org/licenses/MIT` → `MIT`. */
function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
