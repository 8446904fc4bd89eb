export type Answer = 'safe' | 'unknown' | 'unsafe' | 'skipped' | 'error'

export interface Case {
  readonly path: string
  readonly unit: 'file' | 'dir'
  readonly verdict: 'safe' | 'unknown' | 'unsafe'
  readonly technique: string
  /** answers that count as right too */
  readonly also_ok?: readonly Answer[]
  /** text that a good finding has */
  readonly must_name?: string
  /** facts of the header that must come back */
  readonly expect_meta?: Readonly<Record<string, unknown>>
}

export interface CaseFile {
  readonly path: string
  readonly verdict: 'safe' | 'unknown' | 'unsafe'
  readonly facts: Readonly<Record<string, unknown>>
  readonly findings: readonly object[]
}

type Row = Record<'unsafe' | 'unknown' | 'safe' | 'skipped', number>

export interface Scores {
  cases: number
  exact: number
  unsafe: number
  /** unsafe, answered safe or not looked at */
  missed: number
  blocked: number
  safe: number
  falseAlarms: number
  /** safe, answered unknown */
  noise: number
  /** unknown, answered unsafe */
  overcalls: number
  named: number
  toName: number
  facts: number
  factCases: number
  readonly confusion: Readonly<Record<Case['verdict'], Row>>
  /** a line for each case that is not as labelled */
  readonly wrong: string[]
}

const order: readonly Answer[] = ['safe', 'unknown', 'unsafe']

/** The worst of the files that a case consists of; skipped where none was looked at. */
export function worstOf(files: readonly CaseFile[]): Answer {
  if (files.length === 0) return 'skipped'
  return order[Math.max(...files.map(({verdict}) => order.indexOf(verdict)))] ?? 'unknown'
}

/** Counts what was answered against the labels. */
export function score(
  cases: readonly Case[],
  answerOf: (path: string) => Answer,
  files?: ReadonlyMap<string, readonly CaseFile[]>,
): Scores {
  const row = (): Row => ({unsafe: 0, unknown: 0, safe: 0, skipped: 0})
  const scores: Scores = {
    ...{
      cases: cases.length,
      exact: 0,
      unsafe: 0,
      missed: 0,
      blocked: 0,
      safe: 0,
      falseAlarms: 0,
      noise: 0,
      overcalls: 0,
    },
    ...{named: 0, toName: 0, facts: 0, factCases: 0},
    confusion: {unsafe: row(), unknown: row(), safe: row()},
    wrong: [],
  }
  for (const each of cases) {
    const answer = answerOf(each.path)
    count(scores, each, answer)
    if (files !== undefined) countContent(scores, each, files.get(each.path) ?? [])
  }
  return scores
}

function count(scores: Scores, {path, verdict, technique, also_ok = []}: Case, answer: Answer): void {
  const told = answer === 'error' ? 'unknown' : answer
  scores.confusion[verdict][told]++
  const isRight = answer === verdict || also_ok.includes(answer)
  if (isRight) scores.exact++
  else scores.wrong.push(`${path}: ${verdict} (${technique}), answered ${answer}`)
  if (verdict === 'unsafe') {
    scores.unsafe++
    if (told === 'safe' || told === 'skipped') scores.missed++
    if (told === 'unsafe') scores.blocked++
  } else if (verdict === 'safe') {
    scores.safe++
    if (told === 'unsafe') scores.falseAlarms++
    if (told === 'unknown' && !isRight) scores.noise++
  } else if (told === 'unsafe' && !isRight) scores.overcalls++
}

function countContent(
  scores: Scores,
  {path, must_name: name, expect_meta: expected}: Case,
  files: readonly CaseFile[],
): void {
  if (name !== undefined) {
    scores.toName++
    if (files.some(({findings}) => textOf(findings).includes(name))) scores.named++
    else scores.wrong.push(`${path}: no finding names ${name}`)
  }
  if (expected === undefined) return
  scores.factCases++
  const missing = Object.entries(expected).filter(
    ([key, value]) => !files.some(({facts}) => JSON.stringify(facts[key]) === JSON.stringify(value)),
  )
  if (missing.length === 0) scores.facts++
  else
    scores.wrong.push(
      `${path}: facts missing: ${missing.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ')}`,
    )
}

/** All texts of the findings, as they are printed. */
function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textOf).join('\n')
  return String(value)
}
