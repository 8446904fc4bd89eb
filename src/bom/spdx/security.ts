import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'
import {justifications, vexRelations} from './terms.ts'

/** State by type of relationship. */
const states: ReadonlyMap<string, string> = new Map(vexRelations.map(([state, relation]) => [relation, state]))
/** One vulnerability in this many states has none. */
const stateLimit = 10

/** What is said of one vulnerability: by state the elements, and how bad it is. */
interface Assessed {
  readonly affects: Map<string, {readonly ids: Set<string>; analysis: UnknownRecord}>
  readonly ratings: UnknownRecord[]
}

/** Vulnerabilities and what is said of them: one entry for each that is called one thing, several where it is not. */
export function vulnerabilitiesOf(graph: SpdxGraph, refOf: (element: SpdxElement) => string): UnknownRecord[] {
  const assessed = new Map<string, Assessed>()
  const of = (id: string): Assessed => {
    const known = assessed.get(id) ?? {affects: new Map(), ratings: []}
    assessed.set(id, known)
    return known
  }
  const all = [...graph.elements.values()]
  for (const {id, type} of all) if (type === 'security_Vulnerability') of(id)
  for (const {node, type} of all) {
    if (!type.endsWith('Relationship')) continue
    const relation = asText(node['relationshipType']) ?? ''
    const from = asText(node['from']) ?? ''
    if (relation === 'hasAssociatedVulnerability') for (const id of textsOf(node['to'])) note(of(id), '', [from], {})
    else if (assessed.has(from)) assess(node, relation, of(from))
  }
  return [...assessed].flatMap(([id, {affects, ratings}]) => {
    const element = graph.elements.get(id)
    const entries = [...affects].filter(([state]) => state !== '' || affects.size === 1).slice(0, stateLimit)
    return (entries.length === 0 ? [undefined] : entries).map(entry => ({
      id: nameOf(element?.node),
      ...(ratings.length > 0 && {ratings}),
      ...(entry !== undefined && {affects: refsOf(entry[1].ids).map(ref => ({ref}))}),
      ...(entry !== undefined && entry[0] !== '' && {analysis: {state: entry[0], ...entry[1].analysis}}),
      ...datesOf(element?.node ?? {}),
    }))
  })

  function refsOf(ids: ReadonlySet<string>): string[] {
    return [...ids].flatMap(id => {
      const element = graph.elements.get(id)
      return element === undefined ? [] : [refOf(element)]
    })
  }
}

function note({affects}: Assessed, state: string, ids: readonly string[], analysis: UnknownRecord): void {
  const known = affects.get(state) ?? {ids: new Set<string>(), analysis: {}}
  for (const id of ids) known.ids.add(id)
  Object.assign(known.analysis, analysis)
  affects.set(state, known)
}

function assess(node: UnknownRecord, relation: string, assessed: Assessed): void {
  const state = states.get(relation)
  const targets = [...textsOf(node['to']), ...textsOf(node['security_assessedElement'])]
  if (state !== undefined) note(assessed, state, targets, analysisOf(node))
  const score = Number(node['security_score'] ?? Number.NaN)
  const method = /Cvss(V[234])/.exec(String(node['type']))?.[1]
  const severity = asText(node['security_severity'])
  if (method === undefined || (Number.isNaN(score) && severity === undefined)) return
  assessed.ratings.push({
    ...(!Number.isNaN(score) && {score}),
    ...(severity !== undefined && {severity: severity.toLowerCase()}),
    method: `CVSS${method.toLowerCase()}`,
  })
}

function analysisOf(node: UnknownRecord): UnknownRecord {
  const justification = justifications.get(String(node['security_justificationType']))
  const fields = ['security_impactStatement', 'security_statusNotes', 'security_actionStatement']
  const [detail] = fields.flatMap(field => textsOf(node[field])).filter(text => text !== 'NOASSERTION')
  return {...(justification !== undefined && {justification}), ...(detail !== undefined && {detail})}
}

function nameOf(node: UnknownRecord | undefined): string {
  const ids = recordsOf(node?.['externalIdentifier'])
  const cve = ids.find(({externalIdentifierType}) => externalIdentifierType === 'cve') ?? ids[0]
  return asText(cve?.['identifier']) ?? asText(node?.['name']) ?? ''
}

function datesOf(node: UnknownRecord): UnknownRecord {
  const fields = [
    ['security_publishedTime', 'published'],
    ['security_modifiedTime', 'updated'],
    ['security_withdrawnTime', 'rejected'],
  ] as const
  return Object.fromEntries(
    fields.flatMap(([from, to]) => (asText(node[from]) === undefined ? [] : [[to, node[from]]])),
  )
}
