import {type HeldReport, reportId} from '../../inventory/test-report.ts'
import {withoutEmpty} from '../../lib/compact.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {toReference as toIri} from '../check/iri.ts'
import {attestationOf, claimsOf} from './claims.ts'
import {metricKey, performanceMetrics} from './metrics.ts'
import {recordName, reportMark, reportProperty, reportsOf} from './read.ts'

const assessor = 'aibom:test-report:assessor'
const refPrefix = `${reportProperty}:`

const referenceTypes: Readonly<Record<string, string>> = {
  garak: 'dynamic-analysis-report',
  promptfoo: 'dynamic-analysis-report',
  deepteam: 'dynamic-analysis-report',
  giskard: 'dynamic-analysis-report',
  pyrit: 'pentest-report',
}

/**
 * A document with reports in it: evidence, claims and counter-claims, a reference to each file with its digest, and the
 * metrics of its model. A report that is there already, of the same file and target, is replaced; everything else of
 * the document stays as it is.
 * @param reports with the target's bom-ref as their asset
 */
export function withReports(document: UnknownRecord, reports: readonly HeldReport[]): UnknownRecord {
  const known = reportsOf(document)
  if (known.length === 0 && reports.length === 0) return document
  const ids = new Set(reports.map(reportId))
  const all = sortedBy([...known.filter(report => !ids.has(reportId(report))), ...reports], reportId)
  const bare = mapNodes(document, node => strip(node, known))
  const marked = mapNodes(bare, node => mark(node, all))
  return {...marked, declarations: declarationsOf(asRecord(document['declarations']), all)}
}

/** Every component and service, those inside others and the subject too. */
function mapNodes(document: UnknownRecord, change: (node: UnknownRecord) => UnknownRecord): UnknownRecord {
  const walk = (node: UnknownRecord): UnknownRecord => {
    const changed = change(node)
    return {
      ...changed,
      ...(Array.isArray(changed['components']) && {components: recordsOf(changed['components']).map(walk)}),
      ...(Array.isArray(changed['services']) && {services: recordsOf(changed['services']).map(walk)}),
    }
  }
  const metadata = asRecord(document['metadata'])
  const subject = asRecord(metadata?.['component'])
  const {components, services} = document
  return {
    ...document,
    ...(subject !== undefined && {metadata: {...metadata, component: walk(subject)}}),
    ...(Array.isArray(components) && {components: recordsOf(components).map(walk)}),
    ...(Array.isArray(services) && {services: recordsOf(services).map(walk)}),
  }
}

function isReportReference(reference: UnknownRecord): boolean {
  return asText(reference['comment'])?.startsWith(reportMark) === true
}

function strip(node: UnknownRecord, known: readonly HeldReport[]): UnknownRecord {
  const own = known.filter(({asset}) => asset !== undefined && asset === node['bom-ref'])
  if (own.length === 0) return node
  const derived = new Set(own.flatMap(performanceMetrics).map(metricKey))
  const references = recordsOf(node['externalReferences']).filter(reference => !isReportReference(reference))
  return withMetrics(withList(node, 'externalReferences', references), metrics =>
    metrics.filter(metric => !derived.has(keyOfEntry(metric))),
  )
}

function mark(node: UnknownRecord, all: readonly HeldReport[]): UnknownRecord {
  const own = all.filter(({asset}) => asset !== undefined && asset === node['bom-ref'])
  if (own.length === 0) return node
  const references = [...recordsOf(node['externalReferences']), ...own.map(toReference)]
  const marked = withList(node, 'externalReferences', references)
  if (node['type'] !== 'machine-learning-model') return marked
  return withMetrics(marked, metrics => {
    const stated = new Set(metrics.map(keyOfEntry))
    return [...metrics, ...own.flatMap(performanceMetrics).filter(metric => !stated.has(metricKey(metric)))]
  })
}

function toReference(report: HeldReport): object {
  const {tool, file} = report
  return {
    type: referenceTypes[tool] ?? 'quality-metrics',
    url: toIri(file.name),
    comment: `${reportMark}${reportId(report)} ${report.binding}`,
    hashes: [{alg: 'SHA-256', content: file.sha256}],
  }
}

function withList(node: UnknownRecord, name: string, list: readonly unknown[]): UnknownRecord {
  const {[name]: _old, ...rest} = node
  return list.length === 0 ? rest : {...rest, [name]: list}
}

/** Empty parents go with the last metric. */
function withMetrics(
  node: UnknownRecord,
  change: (metrics: readonly UnknownRecord[]) => readonly object[],
): UnknownRecord {
  const card = asRecord(node['modelCard'])
  const analysis = asRecord(card?.['quantitativeAnalysis'])
  const metrics = change(recordsOf(analysis?.['performanceMetrics']))
  const newAnalysis = withList(analysis ?? {}, 'performanceMetrics', metrics)
  const {quantitativeAnalysis: _analysis, ...restCard} = card ?? {}
  const newCard = Object.keys(newAnalysis).length === 0 ? restCard : {...restCard, quantitativeAnalysis: newAnalysis}
  const {modelCard: _card, ...rest} = node
  return Object.keys(newCard).length === 0 ? rest : {...rest, modelCard: newCard}
}

function keyOfEntry(metric: UnknownRecord): string {
  const slice = asText(metric['slice'])
  return metricKey({type: String(metric['type']), value: String(metric['value']), ...(slice !== undefined && {slice})})
}

/** What others declared stays; what aibom wrote of reports is written anew. */
function declarationsOf(stated: UnknownRecord | undefined, reports: readonly HeldReport[]): UnknownRecord {
  const others = (name: string, isOwn: (item: UnknownRecord) => boolean): UnknownRecord[] =>
    recordsOf(stated?.[name]).filter(item => !isOwn(item))
  const hasOwnRef = (item: UnknownRecord): boolean => asText(item['bom-ref'])?.startsWith(refPrefix) === true
  const claims = reports.map(report =>
    report.asset === undefined ? [] : claimsOf(report, report.asset, evidenceRef(report)),
  )
  const attestations = reports.flatMap((report, index) => attestationOf(report, claims[index] ?? [], assessor))
  const lists: Readonly<Record<string, readonly object[]>> = {
    assessors: [
      ...others('assessors', hasOwnRef),
      {'bom-ref': assessor, thirdParty: false, organization: {name: 'aibom evidence'}},
    ],
    attestations: [...others('attestations', item => item['assessor'] === assessor), ...attestations],
    claims: [...others('claims', hasOwnRef), ...claims.flat()],
    evidence: [...others('evidence', hasOwnRef), ...reports.map(toEvidence)],
  }
  return {...stated, ...withoutEmpty(lists)}
}

function evidenceRef(report: HeldReport): string {
  return `${refPrefix}${reportId(report)}`
}

function toEvidence(report: HeldReport): object {
  const {file, kind, binding, basis, added, expires} = report
  return {
    'bom-ref': evidenceRef(report),
    propertyName: reportProperty,
    description: `${kind} by ${report.tool}, ${report.state}; ${binding}: ${basis}`,
    created: added,
    ...(expires !== undefined && {expires: `${expires}T23:59:59Z`}),
    data: [
      {name: file.name, contents: {url: toIri(file.name)}, classification: 'security test results'},
      {name: recordName, contents: {attachment: {contentType: 'application/json', content: JSON.stringify(report)}}},
    ],
  }
}
