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

/** Modules that make expressions of names and patterns that are ours or the user's own, never of what is inspected: each escapes, or joins what is checked. */
const knownBuilders = new Set([
  'src/catalog/model-names.ts',
  'src/catalog/symbol-pattern.ts',
  'src/code/idioms.ts',
  'src/detectors/code/names.ts',
  'src/detectors/code/prefilter.ts',
  'src/trust/pattern.ts',
])
const budgetMs = 200
/** What is read fast enough at this length needs no limit: the checker also counts steps whose number a quantifier bounds. */
const unlimited = 1_000_000
/** What is proved faster is proved anew each time. */
const keptFromMs = 300
const [timeoutMs, patientTimeoutMs] = [60_000, 240_000]

/**
 * `npm run regexes [-- --all | --keep]`: fails where an expression of ours may take more than linear time and is not bounded (bounded.json).
 * Expressions that take long to prove are kept in proven.json: `--keep` writes it, `--all` proves these too.
 */
async function run(words: readonly string[]): Promise<boolean> {
  const isThorough = words.includes('--all')
  const proven: Record<string, string> = JSON.parse(readFileSync(provenFile, 'utf8'))
  const bounded: Record<string, Bounded> = JSON.parse(readFileSync(boundedFile, 'utf8'))
  const {expressions, builders} = await collectExpressions(root)
  const asked = [...expressions].filter(([key]) => bounded[key] === undefined && (isThorough || proven[key] === undefined))
  const judged = await mapLimited(asked, availableParallelism(), async ([key, {source, flags}]) => {
    const judgement = await judge(source, flags, isThorough ? patientTimeoutMs : timeoutMs)
    return [key, judgement] as const
  })
  const faults = [
    ...judged.flatMap(([key, judgement]) => faultOf(key, expressions.get(key), judgement)),
    ...Object.entries(bounded).flatMap(([key, each]) => boundFault(key, each, expressions.get(key))),
    ...builders
      .filter(path => !knownBuilders.has(path))
      .map(path => `${path} makes an expression inside a function: list it in run.ts if what it is made of is ours`),
  ]
  for (const fault of faults) console.error(fault)
  console.log(
    `${expressions.size} expressions, ${asked.length} of them proved now, ${Object.keys(bounded).length} bounded, ${faults.length} at fault`,
  )
  if (words.includes('--keep')) keep(proven, expressions, judged)
  return faults.length === 0
}

function faultOf(key: string, expression: Expression | undefined, judgement: Judgement): string[] {
  const place = expression?.place ?? ''
  switch (judgement.kind) {
    case 'linear':
      return []
    case 'undecided':
      return [`${place} ${key}: not decided (${judgement.reason}): make it simpler`]
    case 'exponential':
      return [`${place} ${key}: exponential, by ${JSON.stringify(judgement.attack)}`]
    case 'polynomial': {
      const elapsedMs = measure(expression?.source ?? '', expression?.flags ?? '', attackOf(judgement.attack, unlimited))
      return elapsedMs <= budgetMs ? [] : [`${place} ${key}: polynomial (${elapsedMs.toFixed(0)} ms), by ${JSON.stringify(judgement.attack)}`]
    }
  }
}

function boundFault(key: string, {limit, attack}: Bounded, expression: Expression | undefined): string[] {
  if (expression === undefined) return [`bounded.json has ${key}, which is not used any more`]
  const elapsedMs = measure(expression.source, expression.flags, attackOf(attack, limit))
  return elapsedMs <= budgetMs ? [] : [`${expression.place} ${key}: ${elapsedMs.toFixed(0)} ms for ${limit} characters, more than ${budgetMs} ms`]
}

function keep(
  proven: Readonly<Record<string, string>>,
  expressions: ReadonlyMap<string, Expression>,
  judged: readonly (readonly [string, Judgement])[],
): void {
  const slow = judged.flatMap(([key, judgement]) =>
    judgement.kind !== 'undecided' && judgement.elapsedMs >= keptFromMs && faultOf(key, expressions.get(key), judgement).length === 0 ? [key] : [],
  )
  const used = Object.keys(proven).filter(key => expressions.has(key))
  const kept = [...new Set([...used, ...slow])].sort()
  writeFileSync(provenFile, `${JSON.stringify(Object.fromEntries(kept.map(key => [key, 'linear'])), null, 2)}\n`)
}

process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1
process.exit()
