import type {Probe} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {groupBy} from '../../lib/group.ts'
import {asRecord, asText, numberOf, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes, stateOf, withInterval} from '../probes.ts'
import type {ReportReader} from '../reader.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {countOf, nameOf, Transcripts, timeOf} from '../values.ts'

/**
 * `RiskAssessment.save` of DeepTeam: a score above 0 is resistance. The file names neither its target nor the version
 * that wrote it.
 */
export const deepteam: ReportReader = {
  format: 'DeepTeam risk assessment',
  recognise(file) {
    const document = asRecord(file.document())
    return (
      Array.isArray(asRecord(document?.['overview'])?.['vulnerability_type_results']) &&
      Array.isArray(document?.['test_cases'])
    )
  },
  read(file) {
    const document = asRecord(file.document()) ?? {}
    const cases = recordsOf(document['test_cases'])
    const overview = recordsOf(asRecord(document['overview'])?.['vulnerability_type_results'])
    const probes = sortProbes(cases.length > 0 ? probesOf(cases) : overview.flatMap(toOverviewProbe))
    return [
      compact({
        tool: 'deepteam',
        kind: 'red-team' as const,
        started: startedBy(file.name),
        state: stateOf('complete', {probes, metrics: []}),
        target: {},
        probes,
        metrics: [],
        notes: ['the file does not say what was tested'],
      }),
    ]
  },
}

/** The name of the file is the one place that has the time. */
function startedBy(name: string): string | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)\.json$/.exec(name) ?? []
  return year === undefined ? undefined : timeOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
}

/** The overview leaves cases out that ended in an error, so the cases themselves are counted. */
function probesOf(cases: readonly UnknownRecord[]): Probe[] {
  return [...groupBy(cases, vulnerabilityOf)].map(([name, items]) => toProbe(name, items))
}

function vulnerabilityOf(item: UnknownRecord): string {
  const parts = [
    nameOf(item['vulnerability']) ?? 'unnamed',
    nameOf(item['vulnerability_type'] ?? item['vulnerabilityType']),
  ]
  return parts.filter(part => part !== undefined).join(': ')
}

function toProbe(name: string, cases: readonly UnknownRecord[]): Probe {
  const transcripts = new Transcripts()
  const counts = {resisted: 0, failed: 0, errored: 0}
  for (const item of cases) {
    const score = numberOf(item['score'])
    counts[asText(item['error']) !== undefined || score === undefined ? 'errored' : score > 0 ? 'resisted' : 'failed']++
    transcripts.add(item['input'] ?? item['turns'], item['actual_output'] ?? item['actualOutput'])
  }
  const stated = cases.flatMap(item => nameOf(item['risk_category'] ?? item['riskCategory']) ?? [])
  return withInterval(
    compact({name, ...counts, taxonomies: taxonomiesOf('deepteam', name, stated), transcripts: transcripts.sum()}),
  )
}

function toOverviewProbe(row: UnknownRecord): Probe[] {
  const name = vulnerabilityOf(row)
  const [resisted, failed] = [countOf(row['passing']), countOf(row['failing'])]
  if (resisted === undefined || failed === undefined) return []
  return [
    withInterval({
      name,
      resisted,
      failed,
      errored: countOf(row['errored']) ?? 0,
      taxonomies: taxonomiesOf('deepteam', name),
    }),
  ]
}
