import type {Metric} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {numberOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {stateOf} from '../probes.ts'
import type {ReportReader} from '../reader.ts'
import {nameOf} from '../values.ts'
import {wilson} from '../wilson.ts'
import {lineNotes} from './line-notes.ts'

/**
 * `samples_<task>_….jsonl`: one line for each document and filter. The task is in the name of the file alone, the model
 * nowhere.
 */
export const lmEvalSamples: ReportReader = {
  format: 'lm-eval samples',
  recognise: file =>
    file
      .rows()
      ?.rows.slice(0, 3)
      .every(({value}) => isSample(value)) === true,
  read(file) {
    const lines = file.rows()
    if (lines === undefined) return []
    const task = /^samples_(.{1,200}?)(?:_\d{4}-\d\d-\d\dT[\d.:-]{1,30})?\.jsonl$/.exec(file.name)?.[1]
    const metrics = sampleMetrics(
      lines.rows.map(({value}) => value),
      nameOf(task),
    )
    return [
      {
        tool: 'lm-eval',
        kind: 'evaluation',
        state: lines.isCut ? 'incomplete' : stateOf('complete', {probes: [], metrics}),
        target: {},
        probes: [],
        metrics,
        notes: [...lineNotes(lines), 'the file does not say which model was asked'],
      },
    ]
  },
}

function isSample(row: UnknownRecord): boolean {
  return ['doc_id', 'resps', 'filtered_resps', 'arguments'].every(name => name in row)
}

interface Scores {
  readonly type: string
  readonly filter: string
  readonly values: number[]
}

function sampleMetrics(rows: readonly UnknownRecord[], task: string | undefined): Metric[] {
  const groups = new Map<string, Scores>()
  for (const row of rows) {
    const filter = nameOf(row['filter']) ?? 'none'
    for (const type of textsOf(row['metrics'] ?? [])) {
      const value = scoreOf(row[type])
      if (value === undefined) continue
      const group = groups.get(`${type}\n${filter}`) ?? {type, filter, values: []}
      groups.set(`${type}\n${filter}`, group)
      group.values.push(value)
    }
  }
  const metrics = [...groups.values()].map(group => toMean(group, task))
  return sortedBy(metrics, ({slice = '', type}) => `${slice}\n${type}`)
}

function scoreOf(value: unknown): number | undefined {
  return typeof value === 'boolean' ? Number(value) : numberOf(value)
}

function toMean({type, filter, values}: Scores, task: string | undefined): Metric {
  const sum = values.reduce((total, value) => total + value, 0)
  const interval = values.every(value => value === 0 || value === 1) ? wilson(sum, values.length) : undefined
  const slice = [task, filter === 'none' ? undefined : filter].filter(part => part !== undefined).join(' / ')
  return compact({
    type: nameOf(type) ?? '',
    value: sum / values.length,
    slice: slice === '' ? undefined : slice,
    interval,
    samples: values.length,
  })
}
