import {behaviorShifted} from '../../rules/behavior-shifted.ts'
import type {Behavior, ServiceObservation} from '../observations.ts'
import {compareMeans, compareMixes, compareShares, type Moments, type Shift} from '../statistics.ts'
import type {Case} from './case.ts'
import {serviceText, type Verdict} from './verdict.ts'

/** Calls on each side: with fewer a shift is chance more often than not. */
const leastCalls = 50
/** One in a thousand, shared among all tests of a run. */
const level = 0.001
/** Least effects that are told: small by Cohen for shares and mixes, medium for means. */
const leastEffects: Readonly<Record<string, number>> = {"Cohen's h": 0.2, "Cohen's d": 0.5, "Cramér's V": 0.15}

interface Test {
  readonly what: string
  readonly model: string
  readonly shift: Shift
  readonly before: string
  readonly after: string
}

/**
 * How calls went against how they went in earlier runs: each difference with its test, its p and the size of the
 * effect.
 */
export function behaviorVerdicts({now, before}: Case): Verdict[] {
  if (before === undefined) return []
  const tests = [
    ...[...now.behaviors].flatMap(([key, after]) => testsOf(key, before.behaviors.get(key), after)),
    ...toolMix(before, now),
  ]
  return tests.flatMap(test => {
    const {p, effect, effectName} = test.shift
    return p * tests.length < level && Math.abs(effect) >= (leastEffects[effectName] ?? 0)
      ? [toVerdict(test, now.name)]
      : []
  })
}

function toVerdict({what, model, shift, before, after}: Test, service: string): Verdict {
  const {test, p, effect, effectName} = shift
  const size = Math.abs(effect) > 1000 ? '> 1000' : effect.toFixed(2)
  const of = model === '' ? '' : ` of ${model}`
  const message = `${what}${of} in ${serviceText(service)} went from ${before} to ${after} (${test}, p ${p < 1e-6 ? '< 0.000001' : `= ${p.toPrecision(2)}`}, ${effectName} ${size})`
  return {
    rule: behaviorShifted,
    service,
    kind: 'behavior',
    name: model === '' ? what : `${model} ${what}`,
    message,
    before: [before],
    after: [after],
  }
}

function testsOf(key: string, before: Behavior | undefined, after: Behavior): Test[] {
  if (before === undefined || before.calls < leastCalls || after.calls < leastCalls) return []
  const model = key.slice(key.indexOf('\0') + 1)
  const share = (what: string, hits: (side: Behavior) => number): Test => {
    const [a, b] = [hits(before), hits(after)]
    const shift = compareShares([a, before.calls], [b, after.calls])
    return {what, model, shift, before: percent(a, before.calls), after: percent(b, after.calls)}
  }
  const mean = (what: string, of: (side: Behavior) => Moments, show: (moments: Moments) => string): Test[] => {
    const [a, b] = [of(before), of(after)]
    return a.n < leastCalls || b.n < leastCalls
      ? []
      : [{what, model, shift: compareMeans(a, b), before: show(a), after: show(b)}]
  }
  const finishes = [...new Set([...before.finish.keys(), ...after.finish.keys()])].sort()
  const mix = finishes.map(name => [before.finish.get(name) ?? 0, after.finish.get(name) ?? 0] as const)
  return [
    share('the rate of failures', side => side.failed),
    share('the rate of refusals', side => side.refused),
    ...mixTest('the mix of finish reasons', model, finishes, mix),
    ...mean('the number of input tokens', side => side.input, geometric),
    ...mean('the number of output tokens', side => side.output, geometric),
    ...mean(
      'the latency',
      side => side.latency,
      moments => `${geometric(moments)} ms`,
    ),
    ...[...after.evaluations].flatMap(([name]) =>
      mean(`the evaluation ${name}`, side => side.evaluations.get(name) ?? {n: 0, mean: 0, m2: 0}, arithmetic),
    ),
  ]
}

function toolMix(before: ServiceObservation, now: ServiceObservation): Test[] {
  const names = [...new Set([...before.toolRuns.keys(), ...now.toolRuns.keys()])].sort()
  const mix = names.map(name => [before.toolRuns.get(name) ?? 0, now.toolRuns.get(name) ?? 0] as const)
  return mixTest('the mix of tools', '', names, mix)
}

type Mix = readonly (readonly [before: number, after: number])[]

function mixTest(what: string, model: string, names: readonly string[], mix: Mix): Test[] {
  if (totalOf(mix, 0) < leastCalls || totalOf(mix, 1) < leastCalls) return []
  return [{what, model, shift: compareMixes(mix), before: mixText(names, mix, 0), after: mixText(names, mix, 1)}]
}

function totalOf(mix: Mix, side: 0 | 1): number {
  return mix.reduce((all, pair) => all + pair[side], 0)
}

const shownShares = 5

/** The largest shares: `stop 97%, length 3%`. */
function mixText(names: readonly string[], mix: Mix, side: 0 | 1): string {
  const total = totalOf(mix, side)
  const counts = names.map((name, index): [string, number] => [name, mix[index]?.[side] ?? 0])
  const largest = counts
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, shownShares)
  return largest.map(([name, count]) => `${name} ${percent(count, total)}`).join(', ')
}

function percent(hits: number, n: number): string {
  return `${((100 * hits) / n).toFixed(1)}%`
}

/** The mean of the logarithms, as the number that it stands for. */
function geometric({mean}: Moments): string {
  return String(Math.round(Math.expm1(mean)))
}

function arithmetic({mean}: Moments): string {
  return mean.toFixed(3)
}
