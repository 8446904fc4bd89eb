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

/**
 * The 95 % interval of a mean of samples: by its counts, where it is a share of them, else by the standard error that the
 * tool states. An error of 0 makes three samples look certain.
 * @returns undefined where neither is known
 */
export function intervalOfMean(
  value: number,
  {error, samples, isShare = false}: {error: number | undefined; samples: number | undefined; isShare?: boolean},
): Interval | undefined {
  const hits = samples === undefined || samples === 0 ? undefined : wholeHits(value, samples)
  if (samples !== undefined && hits !== undefined && (isShare || isErrorOfShare(value, error, samples)))
    return wilson(hits, samples)
  return error === undefined ? undefined : normalInterval(value, error)
}

const nearly = 1e-6

function wholeHits(value: number, samples: number): number | undefined {
  const hits = value * samples
  return value >= 0 && value <= 1 && Math.abs(hits - Math.round(hits)) < nearly ? Math.round(hits) : undefined
}

/** Whether the samples were all 0 or 1: no other values have this error. */
function isErrorOfShare(value: number, error: number | undefined, samples: number): boolean {
  if (error === undefined) return false
  const spread = value * (1 - value)
  return [samples, samples - 1].some(count => Math.abs(error - Math.sqrt(spread / Math.max(1, count))) < nearly)
}

function rounded(value: number): number {
  return Math.round(value * places) / places
}
