import type {Probe} from '../../inventory/test-report.ts'
import {groupBy} from '../../lib/group.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes, stateOf, withInterval} from '../probes.ts'
import type {ReportReader} from '../reader.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {nameOf, Transcripts} from '../values.ts'

/** By this a scan marks what a scenario attacks. */
const threat = /^threat-type:(.+)$/

/**
 * `SuiteResult.model_dump_json` of Giskard 3, which scans and suites of checks give: a scenario that passes is
 * resistance. The file names neither its target, nor the time, nor the version that wrote it.
 */
export const giskardSuite: ReportReader = {
  format: 'Giskard suite',
  recognise(file) {
    const results = asRecord(file.document())?.['results']
    return (
      Array.isArray(results) &&
      results.length > 0 &&
      results.every(item => asText(asRecord(item)?.['scenario_name']) !== undefined && isList(item, 'steps'))
    )
  },
  read(file) {
    const scenarios = recordsOf(asRecord(file.document())?.['results'])
    const probes = sortProbes([...groupBy(scenarios, probeOf)].map(([name, items]) => toProbe(name, items)))
    const isScan = scenarios.some(scenario => threatOf(scenario) !== undefined)
    return [
      {
        tool: 'giskard',
        kind: isScan ? 'red-team' : 'evaluation',
        state: stateOf('complete', {probes, metrics: []}),
        target: {},
        probes,
        metrics: [],
        notes: ['the file does not say what was tested, nor when'],
      },
    ]
  },
}

function isList(item: unknown, key: string): boolean {
  return Array.isArray(asRecord(item)?.[key])
}

function probeOf(scenario: UnknownRecord): string {
  return threatOf(scenario) ?? nameOf(scenario['scenario_name']) ?? 'unnamed'
}

function threatOf({tags}: UnknownRecord): string | undefined {
  return textsOf(tags).flatMap(tag => nameOf(threat.exec(tag)?.[1]) ?? [])[0]
}

function toProbe(name: string, scenarios: readonly UnknownRecord[]): Probe {
  const transcripts = new Transcripts()
  const counts = {resisted: 0, failed: 0, errored: 0}
  for (const scenario of scenarios) {
    counts[outcomeOf(scenario)]++
    transcripts.add(scenario['final_trace'])
  }
  const tags = scenarios.flatMap(scenario => textsOf(scenario['tags']))
  const sum = transcripts.sum()
  return withInterval({
    name,
    ...counts,
    taxonomies: taxonomiesOf('giskard', name, tags),
    ...(sum !== undefined && {transcripts: sum}),
  })
}

/** A scenario without a check passes by Giskard's own count: nothing was judged in it. */
function outcomeOf(scenario: UnknownRecord): 'resisted' | 'failed' | 'errored' {
  const isJudged = recordsOf(scenario['steps']).some(step => recordsOf(step['results']).length > 0)
  if (scenario['status'] === 'fail') return 'failed'
  return scenario['status'] === 'pass' && isJudged ? 'resisted' : 'errored'
}
