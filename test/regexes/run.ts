import {readFileSync, writeFileSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {mapLimited} from '../../src/lib/limit.ts'
import {collectExpressions, type Expression} from './collect.ts'
import {type Attack, attackOf, type Judgement, judge, measure} from './judge.ts'

/** An expression that is not linear, on input that is never longer than `limit` characters. */
interface Bounded {
  readonly limit: number
  readonly attack: Attack
  /** who sees to the limit */
  readonly why: string
}

const provenFile = new URL('proven.json', import.meta.url)
const boundedFile = new URL('bounded.json', import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Modules that make expressions of names and patterns that are ours or the user's own, never of what is inspected: each
 * escapes, or joins what is checked.
 */
const knownBuilders = new Set([
  'src/catalog/models/model-names.ts',
  'src/catalog/symbol-pattern.ts',
  'src/code/idioms.ts',
  'src/code/languages/rust-expressions.ts',
  'src/detectors/code/names/names.ts',
  'src/detectors/code/prefilter.ts',
])
const budgetMs = 200
/**
 * The checker also counts steps whose number a quantifier bounds. At this length they take a second or two, and a
 * square of the length takes minutes.
 */
const unlimited = 1_000_000
const unlimitedBudgetMs = 4000
const [timeoutMs, patientTimeoutMs] = [60_000, 240_000]

/**
 * `npm run regexes [-- --all | --keep]`: fails where an expression of ours may take more than linear time and is not
 * bounded (bounded.json).
 * What has its proof in proven.json is not proved again, and nothing is measured, so that a busy machine gives the same
 * answer. `--keep` adds the proofs of new
 * expressions to proven.json; `--all` proves and measures everything.
 */
async function run(words: readonly string[]): Promise<boolean> {
  const isThorough = words.includes('--all')
  const proven: readonly string[] = JSON.parse(readFileSync(provenFile, 'utf8'))
  const bounded: Record<string, Bounded> = JSON.parse(readFileSync(boundedFile, 'utf8'))
  const {expressions, builders} = await collectExpressions(root)
  const settled = new Set(isThorough ? [] : proven)
  const asked = [...expressions].filter(([key]) => bounded[key] === undefined && !settled.has(key))
  const faults = [
    ...Object.entries(bounded).flatMap(([key, each]) => boundFault(key, each, expressions.get(key), isThorough)),
    ...builders
      .filter(path => !knownBuilders.has(path))
      .map(path => `${path} makes an expression inside a function: list it in run.ts if what it is made of is ours`),
  ]
  for (const fault of faults) console.error(fault)
  const judged = await mapLimited(asked, availableParallelism(), async ([key, expression]) => {
    const found = faultOf(
      key,
      expression,
      await judge(expression.source, expression.flags, isThorough ? patientTimeoutMs : timeoutMs),
    )
    for (const fault of found) console.error(fault)
    return {key, isLinear: found.length === 0}
  })
  const linear = judged.filter(({isLinear}) => isLinear).map(({key}) => key)
  const faultCount = faults.length + judged.length - linear.length
  console.log(
    `${expressions.size} expressions, ${asked.length} of them proved now, ${Object.keys(bounded).length} bounded, ${faultCount} at fault`,
  )
  if (words.includes('--keep')) keep([...proven, ...linear].filter(key => expressions.has(key)))
  return faultCount === 0
}

function faultOf(key: string, {source, flags, place}: Expression, judgement: Judgement): string[] {
  switch (judgement.kind) {
    case 'linear':
      return []
    case 'undecided':
      return [
        `${place} ${key}: not decided (${judgement.reason}): make it simpler, or prove it on a quiet machine with npm run regexes -- --keep`,
      ]
    case 'exponential':
      return [`${place} ${key}: exponential, by ${JSON.stringify(judgement.attack)}`]
    case 'polynomial': {
      const elapsedMs = measure(source, flags, attackOf(judgement.attack, unlimited))
      return elapsedMs <= unlimitedBudgetMs
        ? []
        : [`${place} ${key}: polynomial (${elapsedMs.toFixed(0)} ms), by ${JSON.stringify(judgement.attack)}`]
    }
  }
}

function boundFault(
  key: string,
  {limit, attack}: Bounded,
  expression: Expression | undefined,
  isMeasured: boolean,
): string[] {
  if (expression === undefined) return [`bounded.json has ${key}, which is not used any more`]
  if (!isMeasured) return []
  const elapsedMs = measure(expression.source, expression.flags, attackOf(attack, limit))
  return elapsedMs <= budgetMs
    ? []
    : [`${expression.place} ${key}: ${elapsedMs.toFixed(0)} ms for ${limit} characters, more than ${budgetMs} ms`]
}

function keep(keys: readonly string[]): void {
  writeFileSync(provenFile, `${JSON.stringify([...new Set(keys)].sort(), null, 2)}\n`)
}

process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1
process.exit()
