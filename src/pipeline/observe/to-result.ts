import {countBySeverity, worstFirst} from '../../inventory/severity.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {compareText} from '../../lib/sort.ts'
import type {Declared} from '../../observe/declared/declared.ts'
import type {Fold} from '../../observe/fold.ts'
import type {Coverage} from '../../observe/intake/intake.ts'
import type {Judged} from '../../observe/judge/judge.ts'
import type {Verdict} from '../../observe/judge/verdict.ts'
import {hexId} from '../../observe/operation.ts'
import {noTelemetry} from '../../rules/no-telemetry.ts'
import {isAtOrAbove} from '../changes/judge.ts'
import type {ObserveOptions} from './options.ts'
import type {Reading} from './read-traces.ts'
import type {ObserveResult} from './result.generated.ts'

type Finding = ObserveResult['findings'][number]

/** All that a run saw and judged, before it is a result. */
export interface Concluded {
  readonly options: ObserveOptions
  readonly documents: readonly Declared[]
  readonly fold: Fold
  readonly coverage: Coverage
  readonly reading: Reading
  readonly judged: Judged
  readonly isNewState: boolean
}

/** The result as it is printed. */
export function toResult({options, documents, fold, coverage, reading, judged, isNewState}: Concluded): ObserveResult {
  const findings = worstFirst(judged.verdicts.map(toFinding), ({severity}) => severity)
  return {
    schemaVersion: 1,
    traces: [...options.traces],
    against: documents.map(describeDocument),
    outcome: outcomeOf(findings, options.failOn),
    failOn: options.failOn,
    ...(options.sinceMs !== undefined && {since: new Date(options.sinceMs).toISOString()}),
    counts: countBySeverity(findings),
    findings,
    cannotTell: judged.cannotTell.map(item => ({...item})),
    coverage: describeCoverage(coverage, reading, fold),
    ...(options.state !== undefined && {
      state: {path: options.state, isNew: isNewState, skippedBytes: reading.skippedBytes},
    }),
    notes: [...judged.notes],
  }
}

function describeDocument({path, form, subject, version}: Declared): ObserveResult['against'][number] {
  return {path, form, ...(subject !== undefined && {subject}), ...(version !== undefined && {version})}
}

/** Silence is no finding of a change: it leaves the answer open. */
function outcomeOf(findings: readonly Finding[], failOn: ObserveOptions['failOn']): ObserveResult['outcome'] {
  if (findings.some(({rule, severity}) => rule !== noTelemetry.id && isAtOrAbove(severity, failOn))) return 'failed'
  return findings.some(({rule}) => rule === noTelemetry.id) ? 'blind' : 'passed'
}

function toFinding({rule, service, kind, name, message, sighting, before, after}: Verdict): Finding {
  return {
    rule: rule.id,
    name: rule.name,
    severity: rule.severity,
    service,
    kind,
    asset: name,
    message,
    ...(sighting !== undefined && {count: sighting.count, failed: sighting.failed, ...timesOf(sighting)}),
    traces: sighting?.traces.map(hexId) ?? [],
    ...(before !== undefined && before.length > 0 && {before: [...before]}),
    ...(after !== undefined && after.length > 0 && {after: [...after]}),
    fingerprint: sha256Hex([rule.id, service, kind, name, ...(after ?? [])].join('\n')).slice(0, 32),
  }
}

function timesOf({firstMs, lastMs}: {readonly firstMs: number; readonly lastMs: number}): {
  firstSeen?: string
  lastSeen?: string
} {
  const [firstSeen, lastSeen] = [isoOf(firstMs), isoOf(lastMs)]
  return {...(firstSeen !== undefined && {firstSeen}), ...(lastSeen !== undefined && {lastSeen})}
}

/** Later times than this are no dates in ECMAScript. */
const latestMs = 8.64e15

function isoOf(ms: number): string | undefined {
  return ms > 0 && ms <= latestMs ? new Date(ms).toISOString() : undefined
}

function describeCoverage(coverage: Coverage, reading: Reading, fold: Fold): ObserveResult['coverage'] {
  const {lines, notJson, notTelemetry, spans, logs, ai, tooOld, dialects} = coverage
  return {
    files: reading.files,
    bytes: reading.bytes,
    lines,
    notJson,
    notTelemetry,
    tooLong: reading.tooLong,
    spans,
    logs,
    aiRecords: ai,
    calls: fold.calls,
    callsWithoutModel: fold.callsWithoutModel,
    tooOld,
    ...timesOf(coverage),
    dialects: [...dialects]
      .map(([name, records]) => ({name, records}))
      .sort((a, b) => b.records - a.records || compareText(a.name, b.name)),
    services: [...fold.observations.keys()].sort(compareText),
    notRead: [...reading.notRead],
  }
}
