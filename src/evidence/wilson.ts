import type {Interval} from '../inventory/test-report.ts'

/** Of the normal distribution, for 95 %. */
const z = 1.959963984540054
const places = 1e6

/**
 * The 95 % interval of a rate by Wilson's score, which holds for few attempts and for rates of 0 and 1.
 * @returns undefined where nothing was counted
 */
export function wilson(hits: number, total: number): Interval | undefined {
  if (total === 0) return undefined
  const rate = hits / total
  const spread = z * Math.sqrt((rate * (1 - rate)) / total + (z * z) / (4 * total * total))
  const middle = rate + (z * z) / (2 * total)
  const scale = 1 + (z * z) / total
  return {
    lower: rounded(Math.max(0, (middle - spread) / scale)),
    upper: rounded(Math.min(1, (middle + spread) / scale)),
    method: 'Wilson 95 %',
  }
}

/** The 95 % interval of a mean by the standard error that the tool states. */
export function normalInterval(value: number, standardError: number): Interval {
  return {
    lower: rounded(value - z * standardError),
    upper: rounded(value + z * standardError),
    method: 'normal 95 %, standard error as stated',
  }
}

function rounded(value: number): number {
  return Math.round(value * places) / places
}
