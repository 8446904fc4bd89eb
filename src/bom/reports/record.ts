import {severities} from '../../inventory/severity.ts'
import type {
  HeldReport,
  Interval,
  Metric,
  Probe,
  ReportState,
  ReportTarget,
  TestedThing,
} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'

const states = ['complete', 'incomplete', 'cancelled', 'failed', 'empty'] as const satisfies readonly ReportState[]
const bindings = ['bound', 'named', 'foreign'] as const

/**
 * A report out of the JSON that aibom attaches to its evidence. Anybody may have altered it: what has not the shape is
 * left out.
 * @returns undefined for what is no report
 */
export function parseReport(value: unknown): HeldReport | undefined {
  const record = asRecord(value) ?? {}
  const file = asRecord(record['file'])
  const [tool, added, name, sha256] = [
    asText(record['tool']),
    asText(record['added']),
    asText(file?.['name']),
    asText(file?.['sha256']),
  ]
  const binding = bindings.find(each => each === record['binding'])
  const state = states.find(each => each === record['state'])
  if (
    tool === undefined ||
    added === undefined ||
    name === undefined ||
    sha256 === undefined ||
    binding === undefined ||
    state === undefined
  )
    return undefined
  return compact({
    tool,
    toolVersion: asText(record['toolVersion']),
    kind: record['kind'] === 'red-team' ? ('red-team' as const) : ('evaluation' as const),
    file: {name, sha256},
    run: asText(record['run']),
    started: asText(record['started']),
    ended: asText(record['ended']),
    state,
    target: parseTarget(asRecord(record['target'])),
    probes: recordsOf(record['probes']).flatMap(parseProbe),
    metrics: recordsOf(record['metrics']).flatMap(parseMetric),
    notes: textsOf(record['notes'] ?? []),
    binding,
    basis: asText(record['basis']) ?? '',
    asset: asText(record['asset']),
    fingerprint: recordsOf(record['fingerprint']).flatMap(parseThing),
    added,
    expires: asText(record['expires']),
  })
}

const targetFields = ['provider', 'name', 'revision', 'endpoint', 'systemPromptSha256', 'chatTemplateSha256'] as const

function parseTarget(target: UnknownRecord | undefined): ReportTarget {
  const digests = textsOf(target?.['digests'] ?? [])
  const fields = targetFields.map(name => [name, asText(target?.[name])] as const)
  return compact({...(Object.fromEntries(fields) as ReportTarget), digests: digests.length === 0 ? undefined : digests})
}

function parseProbe(probe: UnknownRecord): Probe[] {
  const name = asText(probe['name'])
  const [failed, errored] = [countOf(probe['failed']), countOf(probe['errored'])]
  if (name === undefined || failed === undefined || errored === undefined) return []
  const transcripts = asRecord(probe['transcripts'])
  const [count, sha256] = [countOf(transcripts?.['count']), asText(transcripts?.['sha256'])]
  return [
    compact({
      name,
      detector: asText(probe['detector']),
      resisted: countOf(probe['resisted']),
      failed,
      errored,
      interval: parseInterval(probe['interval']),
      statedInterval: parseInterval(probe['statedInterval']),
      severity: severities.find(each => each === probe['severity']),
      taxonomies: textsOf(probe['taxonomies'] ?? []),
      transcripts: count === undefined || sha256 === undefined ? undefined : {count, sha256},
    }),
  ]
}

function parseMetric(metric: UnknownRecord): Metric[] {
  const [type, value] = [asText(metric['type']), numberOf(metric['value'])]
  if (type === undefined || value === undefined) return []
  const better = metric['higherIsBetter']
  return [
    compact({
      type,
      value,
      slice: asText(metric['slice']),
      interval: parseInterval(metric['interval']),
      samples: countOf(metric['samples']),
      higherIsBetter: typeof better === 'boolean' ? better : undefined,
    }),
  ]
}

function parseInterval(value: unknown): Interval | undefined {
  const interval = asRecord(value)
  const [lower, upper, method] = [
    numberOf(interval?.['lower']),
    numberOf(interval?.['upper']),
    asText(interval?.['method']),
  ]
  return lower === undefined || upper === undefined || method === undefined ? undefined : {lower, upper, method}
}

function parseThing(thing: UnknownRecord): TestedThing[] {
  const [id, kind, name] = [asText(thing['id']), asText(thing['kind']), asText(thing['name'])]
  if (id === undefined || kind === undefined || name === undefined) return []
  const facts = Object.entries(asRecord(thing['facts']) ?? {}).map(([fact, values]) => [fact, textsOf(values)] as const)
  return [{id, kind, name, aliases: textsOf(thing['aliases'] ?? []), facts: Object.fromEntries(facts)}]
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function countOf(value: unknown): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
