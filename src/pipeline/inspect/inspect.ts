import {weights} from '../../detectors/weights/index.ts'
import {type FileSafety, worstVerdict} from '../../inventory/file-safety.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry} from '../../inventory/source.ts'
import type {JsonValue} from '../../lib/parse/strict-json.ts'
import {compareText} from '../../lib/sort.ts'
import {withoutTrailing} from '../../lib/text/text.ts'
import {repositoryRules} from '../../safety/repository/all.ts'
import {openSource} from '../../sources/open-source.ts'
import type {Source} from '../../sources/source.ts'
import {claimantsByName} from '../extract/read-file.ts'
import {networkOf} from '../network.ts'
import type {RunContext} from '../run-context.ts'
import type {Threads} from '../worker/threads.ts'
import type {Watch} from '../worker/watch.ts'
import {inspectEntries} from './inspect-entries.ts'
import type {InspectedFile} from './inspect-file.ts'
import type {InspectResult} from './result.generated.ts'
import {openView} from './view.ts'

/** What `aibom inspect` is asked. */
export interface InspectOptions extends RunContext {
  /** files, folders, hf: and the like, as the user typed them */
  readonly targets: readonly string[]
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly refresh: boolean
  /** total number of seconds to wait for registries */
  readonly deadline: number
  readonly watch?: Watch | undefined
  readonly threads?: Threads | undefined
}

/** What was inspected of one target. */
interface Inspected {
  readonly files: readonly InspectedFile[]
  /** files that belong to no model: source code, documents, pictures */
  readonly others: number
  readonly gaps: readonly Gap[]
  readonly notEntered: readonly string[]
}

/**
 * `aibom inspect`: judges each model file of the targets by its content.
 * @throws {AibomError} for a target that cannot be opened
 */
export async function inspect(options: InspectOptions): Promise<InspectResult> {
  const network = networkOf(options)
  const all: Inspected[] = []
  for (const target of options.targets) {
    await using source = await openSource(target, {...options, network})
    all.push(prefixed(await inspectSource(source, options), options.targets.length > 1 ? target : undefined, source))
  }
  const files = all.flatMap(({files}) => files)
  const count = (verdict: FileSafety['verdict']): number => files.filter(file => file.verdict === verdict).length
  return {
    schemaVersion: 1,
    outcome: files.length === 0 ? 'unknown' : worstVerdict(files.map(({verdict}) => verdict)),
    counts: {
      safe: count('safe'),
      unknown: count('unknown'),
      unsafe: count('unsafe'),
      others: all.reduce((sum, {others}) => sum + others, 0),
    },
    files: files.map(toResult),
    gaps: all.flatMap(({gaps}) => gaps.map(gap => ({...gap}))),
    notEntered: all.flatMap(({notEntered}) => notEntered),
  }
}

async function inspectSource(source: Source, options: InspectOptions): Promise<Inspected> {
  const entries: FileEntry[] = []
  for await (const entry of source.walk(options.signal)) {
    if (entry.installed === true && claimantsByName([weights], entry).length === 0) continue
    entries.push(entry)
    options.progress.walked(entries.length)
  }
  const inspected = await inspectEntries(source, entries, options)
  const view = openView(source, entries, inspected)
  for (const rule of repositoryRules) await rule(view)
  const isNamed = source.describe().scheme === 'file'
  const files = view.result().filter(file => isNamed || file.isOfNoModel !== true || file.findings.length > 0)
  const listed = new Set(files.map(({path}) => path))
  return {
    files,
    others: entries.filter(({path}) => !listed.has(path)).length,
    gaps: source.gaps(),
    notEntered: [...source.notEntered()].sort(compareText),
  }
}

/** With several targets a path alone does not say whose file it is. */
function prefixed(inspected: Inspected, target: string | undefined, source: Source): Inspected {
  if (target === undefined || source.describe().scheme === 'file') {
    return target === undefined
      ? inspected
      : {...inspected, files: inspected.files.map(file => ({...file, path: target}))}
  }
  const place = (path: string): string => `${withoutTrailing(target, '/')}/${path}`
  return {
    ...inspected,
    files: inspected.files.map(file => ({...file, path: place(file.path)})),
    gaps: inspected.gaps.map(gap => ({...gap, path: gap.path === '' ? target : place(gap.path)})),
    notEntered: inspected.notEntered.map(place),
  }
}

function toResult({
  path,
  format,
  sha256,
  verdict,
  coverage,
  facts,
  findings,
}: InspectedFile): InspectResult['files'][number] {
  return {
    path,
    format: format ?? null,
    ...(sha256 !== undefined && {sha256}),
    verdict,
    coverage: {
      byteLength: coverage.byteLength,
      coveredBytes: coverage.coveredBytes,
      uncovered: coverage.uncovered.map(span => ({...span})),
    },
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)])),
    findings: findings.map(({verdict: weight, ...finding}) => ({...finding, verdict: weight})),
  }
}

/** JSON has no integers past 2^53: those are texts. */
function plain(value: JsonValue): unknown {
  if (typeof value === 'bigint')
    return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
      ? Number(value)
      : String(value)
  if (Array.isArray(value)) return value.map(plain)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
    : value
}
