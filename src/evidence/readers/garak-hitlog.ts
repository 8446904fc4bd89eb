import type {Probe} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {groupBy} from '../../lib/group.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import type {ReportFile} from '../report-file.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {nameOf, Transcripts} from '../values.ts'
import {lineNotes} from './line-notes.ts'

/** `garak.….hitlog.jsonl`: what succeeded, and nothing of what was resisted. */
export const garakHitlog: ReportReader = {
  format: 'garak hitlog',
  recognise: file => {
    const first = file.rows()?.rows[0]?.value
    return (
      first !== undefined &&
      first['entry_type'] === undefined &&
      ['probe', 'detector', 'attempt_id', 'generator'].every(name => name in first)
    )
  },
  read: readHitlogs,
}

function readHitlogs(file: ReportFile): ReadReport[] {
  const lines = file.rows()
  if (lines === undefined) return []
  const values = lines.rows.map(({value}) => value)
  return [...groupBy(values, value => nameOf(value['generator']) ?? '')].map(([generator, rows]) => {
    const space = generator.indexOf(' ')
    const name = space === -1 ? undefined : nameOf(generator.slice(space + 1))
    return compact({
      tool: 'garak',
      kind: 'red-team' as const,
      run: nameOf(rows[0]?.['run_id']),
      state: 'incomplete' as const,
      target: compact({
        provider: nameOf(space === -1 ? generator : generator.slice(0, space)),
        name: name === 'None' ? undefined : name,
      }),
      probes: sortProbes(hitProbes(rows)),
      metrics: [],
      notes: [
        ...lineNotes(lines),
        'a hitlog holds the attacks that worked; how many were tried is in the report of the same run',
      ],
    })
  })
}

function hitProbes(rows: readonly UnknownRecord[]): Probe[] {
  const groups = new Map<string, {name: string; detector: string; failed: number; transcripts: Transcripts}>()
  for (const row of rows) {
    const [name, detector] = [nameOf(row['probe']), nameOf(row['detector'])]
    if (name === undefined || detector === undefined) continue
    const group = groups.get(`${name}\n${detector}`) ?? {name, detector, failed: 0, transcripts: new Transcripts()}
    groups.set(`${name}\n${detector}`, group)
    group.failed++
    group.transcripts.add(row['prompt'], row['output'])
  }
  return [...groups.values()].map(({name, detector, failed, transcripts}) =>
    compact({
      name,
      detector,
      failed,
      errored: 0,
      taxonomies: taxonomiesOf('garak', name),
      transcripts: transcripts.sum(),
    }),
  )
}
