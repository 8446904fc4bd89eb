import {asText, numberOf, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {SpdxElement, SpdxGraph} from './graph.ts'
import {justifications, vexRelations} from './terms.ts'

/** State by type of relationship. */
const states: ReadonlyMap<string, string> = new Map(vexRelations.map(([state, relation]) => [relation, state]))

/** One analysis, and the elements that it is of. */
interface Statement {
  readonly analysis: UnknownRecord
  readonly ids: Set<string>
}

/** What is said of one vulnerability. */
interface Assessed {
  /** elements that have it */
  readonly associated: Set<string>
  /** by what they say: each reason stays with its own elements */
  readonly statements: Map<string, Statement>
  readonly ratings: UnknownRecord[]
}

/** Vulnerabilities: an entry for each analysis, and one without for the elements of which nothing is said. */
export function vulnerabilitiesOf(graph: SpdxGraph, refOf: (element: SpdxElement) => string): UnknownRecord[] {
  const all = [...graph.elements.values()]
  const assessed = new Map<string, Assessed>()
  for (const {id, type} of all) {
    if (type === 'security_Vulnerability') assessed.set(id, {associated: new Set(), statements: new Map(), ratings: []})
  }
  for (const {node, type} of all) {
    const from = asText(node['from']) ?? ''
    if (!type.endsWith('Relationship')) continue
    if (node['relationshipType'] === 'hasAssociatedVulnerability')
      for (const id of textsOf(node['to'])) assessed.get(id)?.associated.add(from)
    else addAssessment(node, assessed.get(from))
  }
  return [...assessed].flatMap(([id, {associated, statements, ratings}]) => {
    const node = graph.elements.get(id)?.node
    const entries = [...statements.values()]
    const settled = new Set(entries.flatMap(({ids}) => [...ids]))
    const others = new Set([...associated].filter(each => !settled.has(each)))
    if (others.size > 0 || entries.length === 0) entries.push({analysis: {}, ids: others})
    return entries.map(({analysis, ids}) => ({
      id: nameOf(node),
      ...(asText(node?.['description']) !== undefined && {description: node?.['description']}),
      ...(ratings.length > 0 && {ratings}),
      ...(ids.size > 0 && {affects: refsOf(ids)}),
      ...(Object.keys(analysis).length > 0 && {analysis}),
      ...datesOf(node ?? {}),
    }))
  })

  function refsOf(ids: ReadonlySet<string>): UnknownRecord[] {
    return [...ids].flatMap(id => {
      const element = graph.elements.get(id)
      return element === undefined ? [] : [{ref: refOf(element)}]
    })
  }
}

function addAssessment(node: UnknownRecord, assessed: Assessed | undefined): void {
  if (assessed === undefined) return
  const state = states.get(asText(node['relationshipType']) ?? '')
  if (state !== undefined) {
    const analysis = {state, ...analysisOf(node)}
    const key = JSON.stringify(analysis)
    const known = assessed.statements.get(key) ?? {analysis, ids: new Set()}
    for (const id of [...textsOf(node['to']), ...textsOf(node['security_assessedElement'])]) known.ids.add(id)
    assessed.statements.set(key, known)
  }
  assessed.ratings.push(...ratingsOf(node))
}

function ratingsOf(node: UnknownRecord): UnknownRecord[] {
  const [, version] = /Cvss(V[234])/.exec(String(node['type'])) ?? []
  const [score, severity] = [numberOf(node['security_score']), asText(node['security_severity'])]
  const vector = asText(node['security_vectorString'])
  if (version === undefined || (score === undefined && severity === undefined && vector === undefined)) return []
  const isThreeOne = vector?.startsWith('CVSS:3.1/') === true
  return [
    {
      ...(score !== undefined && {score}),
      ...(severity !== undefined && {severity: severity.toLowerCase()}),
      method: isThreeOne ? 'CVSSv31' : `CVSS${version.toLowerCase()}`,
      ...(vector !== undefined && {vector}),
    },
  ]
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
