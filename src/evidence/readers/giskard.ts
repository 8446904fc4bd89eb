import type {Probe} from '../../inventory/test-report.ts'
import {asRecord, textsOf} from '../../lib/narrow.ts'
import {sortProbes} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {nameOf, Transcripts} from '../values.ts'

const levels = new Map([
  ['major', 'high'],
  ['medium', 'medium'],
  ['minor', 'low'],
] as const)

/**
 * `ScanReport.to_json` of Giskard 2: detector → level → descriptions. A detector without issues found nothing or did
 * not run, which the file does not tell.
 */
export const giskard: ReportReader = {
  format: 'Giskard scan',
  recognise(file) {
    const entries = Object.entries(asRecord(file.document()) ?? {})
    return entries.length > 0 && entries.every(([name, found]) => /detector$/i.test(name) && isByLevel(found))
  },
  read: file => [readScan(Object.entries(asRecord(file.document()) ?? {}))],
}

function isByLevel(found: unknown): boolean {
  const record = asRecord(found)
  return (
    record !== undefined && Object.entries(record).every(([level, issues]) => isLevel(level) && Array.isArray(issues))
  )
}

function isLevel(text: string): text is 'major' | 'medium' | 'minor' {
  return (levels as ReadonlyMap<string, string>).has(text)
}

function readScan(detectors: readonly (readonly [string, unknown])[]): ReadReport {
  const probes = detectors.flatMap(([detector, found]) =>
    Object.entries(asRecord(found) ?? {}).flatMap(([level, issues]) => toProbe(detector, level, issues)),
  )
  const silent = detectors
    .filter(([, found]) => Object.keys(asRecord(found) ?? {}).length === 0)
    .map(([name]) => nameOf(name) ?? '')
  return {
    tool: 'giskard',
    kind: 'red-team',
    state: probes.length === 0 ? 'empty' : 'complete',
    target: {},
    probes: sortProbes(probes),
    metrics: [],
    notes: [
      'the file does not say what was tested, nor how often',
      ...(silent.length > 0 ? [`no issue, or not run, which the file does not tell: ${silent.sort().join(', ')}`] : []),
    ],
  }
}

function toProbe(detector: string, level: string, issues: unknown): Probe[] {
  const name = nameOf(detector)
  const descriptions = textsOf(issues)
  if (name === undefined || !isLevel(level) || descriptions.length === 0) return []
  const transcripts = new Transcripts()
  for (const description of descriptions) transcripts.add(description)
  const sum = transcripts.sum()
  const severity = levels.get(level)
  return [
    {
      name,
      detector: level,
      failed: descriptions.length,
      errored: 0,
      ...(severity !== undefined && {severity}),
      taxonomies: taxonomiesOf('giskard', name.replaceAll('_', '')),
      ...(sum !== undefined && {transcripts: sum}),
    },
  ]
}
