import {isAbsolute, relative, resolve, sep} from 'node:path'
import type {StepReport} from '../inventory/gap.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {AibomError} from '../lib/errors.ts'
import type {HashAlgorithm} from '../lib/file-hash.ts'
import {writeWhole} from '../lib/write-file.ts'
import {openSource} from '../sources/open-source.ts'
import type {GenerateResult} from './generate-result.generated.ts'
import {toGenerateResult} from './generate-result.ts'
import type {Progress} from './progress.ts'

export type SpecVersion = '1.5' | '1.6' | '1.7'

export interface GenerateOptions {
  /** directory, file, git URL … as the user typed it */
  readonly source: string
  /** file to write; `-` leaves the writing to the caller */
  readonly output: string
  readonly spec: SpecVersion
  readonly online: boolean
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly digests: readonly HashAlgorithm[]
  readonly packages: boolean
  readonly mentions: boolean
  readonly prompts: boolean
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cacheFolder: string | undefined
  readonly now: () => number
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly toolVersion: string
}

/**
 * `aibom generate`: a CycloneDX AI-BOM of a source, validated and written whole or not at all.
 * @returns the facts of the run, and the document itself
 * @throws {AibomError} for what the user can mend; what could not be read inside the source is a gap instead
 */
export async function generate(options: GenerateOptions): Promise<{result: GenerateResult; document: string}> {
  const timestamp = sourceDate(options.env)
  await using source = await openSource(options.source, options)
  const [{takeInventory}, {writeBom}] = await Promise.all([import('./take-inventory.ts'), import('../bom/write.ts')])
  const inventory = await takeInventory(source, {...options, skip: ownOutput(options)})
  const complete = {...inventory, steps: [...inventory.steps, onlineStep(options)]}
  const written = await writeBom(complete, {
    spec: options.spec,
    toolVersion: options.toolVersion,
    includePrompts: options.prompts,
    ...(timestamp !== undefined && {timestamp}),
  })
  options.signal.throwIfAborted()
  const toFile = options.output !== '-'
  if (toFile) writeWhole(resolve(options.cwd, options.output), written.json, options.output)
  const result = toGenerateResult(complete, {...written, output: toFile ? options.output : null, spec: options.spec})
  return {result, document: written.json}
}

/** What a run without `--online` left out is said, not silent. */
function onlineStep(options: GenerateOptions): StepReport {
  return {
    step: 'registries',
    version: 1,
    status: 'skipped',
    reason: options.online ? 'nothing to ask' : 'a local source touches no network without --online',
  }
}

/** Our own output inside the source is not part of it. */
function ownOutput(options: GenerateOptions): ReadonlySet<string> {
  const inside = relative(resolve(options.cwd, options.source), resolve(options.cwd, options.output))
  return new Set(inside.startsWith('..') || isAbsolute(inside) ? [] : [inside.split(sep).join('/')])
}

/**
 * Time of the document, from the environment alone: reproducible builds.
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
function sourceDate(env: Readonly<Record<string, string | undefined>>): Date | undefined {
  const text = env['SOURCE_DATE_EPOCH']
  if (text === undefined || text === '') return undefined
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  const date = new Date(seconds * 1000)
  if (!Number.isNaN(date.getTime())) return date
  throw new AibomError('AIBOM_SOURCE_DATE_EPOCH', `SOURCE_DATE_EPOCH is not a number of seconds: ${text}`, {
    hint: 'Unset it, or: SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)',
  })
}

/** Exit code of a run: 3 when --strict and something is missing. */
export function exitOf(inventory: Pick<Inventory, 'gaps'>, strict: boolean): 0 | 3 {
  return strict && inventory.gaps.length > 0 ? 3 : 0
}
