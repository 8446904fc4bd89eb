import type {Asset} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {HeldReport} from '../../inventory/test-report.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {metricKey, performanceMetrics} from './metrics.ts'
import {parseReport} from './record.ts'

/** `propertyName` of the evidence that a report is, and what its bom-ref begins with. */
export const reportProperty = 'aibom:test-report'
/** Name of the data in which a whole report is kept as JSON. */
export const recordName = 'aibom:test-report:record'
/** Begins the comment of an external reference to a report. */
export const reportMark = 'aibom:test-report '

/** The reports that aibom put into a document, with the target's bom-ref as their asset. */
export function reportsOf(document: UnknownRecord): HeldReport[] {
  return recordsOf(asRecord(document['declarations'])?.['evidence']).flatMap(evidence => {
    if (evidence['propertyName'] !== reportProperty) return []
    const record = recordsOf(evidence['data']).find(({name}) => name === recordName)
    const content = asText(asRecord(asRecord(record?.['contents'])?.['attachment'])?.['content'])
    return (content === undefined ? undefined : parseReport(parseJsonOrNothing(content))) ?? []
  })
}

/** The same with the keys of the inventory. */
export function readReports(document: UnknownRecord, keyOfRef: (ref: string) => string | undefined): HeldReport[] {
  return reportsOf(document).map(report =>
    report.asset === undefined ? report : {...report, asset: keyOfRef(report.asset) ?? report.asset},
  )
}

/** A model without the metrics that are there because a report is: they are said by the report. */
export function withoutDerivedMetrics(asset: Asset, reports: readonly HeldReport[]): Asset {
  if (asset.kind !== 'model' || asset.facts.modelCard?.metrics === undefined) return asset
  const key = keyOf(asset)
  const derived = new Set(
    reports.flatMap(report => (report.asset === key ? performanceMetrics(report).map(metricKey) : [])),
  )
  const {metrics, ...card} = asset.facts.modelCard
  const kept = metrics.filter(metric => !derived.has(metricKey(metric)))
  if (kept.length === metrics.length) return asset
  const {modelCard: _modelCard, ...facts} = asset.facts
  const rest = kept.length > 0 ? {...card, metrics: kept} : card
  return {...asset, facts: Object.keys(rest).length === 0 ? facts : {...facts, modelCard: rest}}
}
