import {resolve} from 'node:path'
import {readBom} from '../../bom/read/read.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import type {Declared} from '../../observe/declared/declared.ts'
import {promptMatcher} from '../../observe/declared/match-prompts.ts'
import {isRuntimeBom, runtimeOperations} from '../../observe/declared/runtime-bom.ts'
import {Fold} from '../../observe/fold.ts'
import {type BomReader, Intake} from '../../observe/intake/intake.ts'
import {judge} from '../../observe/judge/judge.ts'
import {silentVerdicts} from '../../observe/judge/silent.ts'
import {joinObservations, type Observations} from '../../observe/observations.ts'
import {formatState, parseState, type State} from '../../observe/state.ts'
import {type FileMark, listTraceFiles} from '../../sources/trace-files.ts'
import {sourceDate} from '../generate/source-date.ts'
import {listen} from './listen.ts'
import {openDeclared} from './open-declared.ts'
import type {ObserveOptions} from './options.ts'
import {type Reading, readTraces} from './read-traces.ts'
import type {ObserveResult} from './result.generated.ts'
import {toResult} from './to-result.ts'

const stateLimitBytes = 256 * 1024 * 1024

/**
 * `aibom observe`: what telemetry shows to run, held against what locks and BOMs declare and against what earlier runs
 * saw.
 * @throws {AibomError} `AIBOM_AGAINST_MISSING`, `AIBOM_TRACES_NOT_FOUND`, `AIBOM_STATE_INVALID`, and for a document
 *   that cannot be opened
 */
export async function observe(options: ObserveOptions): Promise<ObserveResult> {
  const documents = await openDeclared(options)
  const state = readState(options)
  const {fold, intake} = startIntake(documents, options)
  if (options.listen !== undefined) {
    const reading = await listen(intake, options.listen, options)
    return conclude(
      {documents, fold, intake, reading: {...reading, marks: [...(state?.files ?? [])]}, state, notes: []},
      options,
    )
  }
  const {files, notRead} = listTraceFiles(options.traces, options.cwd)
  const reading = await readTraces(files, intake, state?.files ?? [])
  return conclude({documents, fold, intake, reading, state, notes: noteOf(notRead)}, options)
}

/** A fold and an intake for what these documents declare. */
export function startIntake(
  documents: readonly Declared[],
  {sinceMs}: Pick<ObserveOptions, 'sinceMs'>,
): {readonly fold: Fold; readonly intake: Intake} {
  const fold = new Fold(promptMatcher(documents.flatMap(({prompts}) => prompts)))
  return {fold, intake: new Intake({fold, sinceMs, readBom: readRuntimeBom})}
}

/** All that a run read and knows. */
export interface Observed {
  readonly documents: readonly Declared[]
  readonly fold: Fold
  readonly intake: Intake
  readonly reading: Reading
  readonly state: State<FileMark> | undefined
  readonly notes: readonly string[]
}

/** Judges, writes the state and makes the result. */
export function conclude(
  {documents, fold, intake, reading, state, notes}: Observed,
  options: ObserveOptions,
): ObserveResult {
  const before: Observations = state?.observations ?? new Map()
  const nowMs = (sourceDate(options.env) ?? new Date(options.now())).getTime()
  const judged = judge(fold.observations, before, documents)
  const silent = silentVerdicts(fold.observations, before, {nowMs, days: options.blindAfterDays})
  if (options.state !== undefined) {
    const kept = formatState<FileMark>({
      files: reading.marks,
      observations: joinObservations(before, fold.observations),
    })
    writeWhole(resolve(options.cwd, options.state), kept, options.state)
  }
  const verdicts = [...judged.verdicts, ...silent]
  return toResult({
    options,
    documents,
    fold,
    coverage: intake.coverage,
    reading,
    judged: {...judged, verdicts, notes: [...judged.notes, ...notes]},
    isNewState: state === undefined,
  })
}

/** @throws {AibomError} `AIBOM_STATE_INVALID` */
export function readState({state, cwd}: ObserveOptions): State<FileMark> | undefined {
  if (state === undefined) return undefined
  const absolutePath = resolve(cwd, state)
  if (kindOfPath(absolutePath) === undefined) return undefined
  return parseState<FileMark>(readUserFile(absolutePath, state, stateLimitBytes, 'Name a file'), state)
}

const readRuntimeBom: BomReader = (text, value) => {
  if (!isRuntimeBom(value)) return undefined
  try {
    return runtimeOperations(readBom(text, 'BOM of running workloads').inventory, value)
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}

const namesShown = 3

function noteOf(notRead: readonly string[]): string[] {
  if (notRead.length === 0) return []
  const more = notRead.length > namesShown ? ', …' : ''
  return [
    `${notRead.length} files in the folder do not have the name of a telemetry file and were not read: ${notRead.slice(0, namesShown).join(', ')}${more}`,
  ]
}
