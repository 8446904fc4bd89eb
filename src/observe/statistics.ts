/** Count, mean and sum of squared differences of a number that is seen again and again (Welford). */
export interface Moments {
  n: number
  mean: number
  m2: number
}

/** Of no number; its mean is 0 and means nothing. */
export function newMoments(): Moments {
  return {n: 0, mean: 0, m2: 0}
}

/** Adds one number. */
export function addTo(moments: Moments, value: number): void {
  moments.n += 1
  const difference = value - moments.mean
  moments.mean += difference / moments.n
  moments.m2 += difference * (value - moments.mean)
}

/** Joins what two runs saw (Chan, Golub, LeVeque). */
export function joinMoments(a: Moments, b: Moments): Moments {
  const n = a.n + b.n
  if (n === 0) return newMoments()
  const difference = b.mean - a.mean
  return {n, mean: a.mean + (difference * b.n) / n, m2: a.m2 + b.m2 + (difference * difference * a.n * b.n) / n}
}

/** What a test says of two samples. */
export interface Shift {
  readonly test: string
  /** two-sided */
  readonly p: number
  readonly effectName: string
  readonly effect: number
}

/** Two proportions: z-test with pooled variance, Cohen's h. */
export function compareShares(
  before: readonly [hits: number, n: number],
  after: readonly [hits: number, n: number],
): Shift {
  const [a, b] = [before[0] / before[1], after[0] / after[1]]
  const pooled = (before[0] + after[0]) / (before[1] + after[1])
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / after[1]))
  const z = error === 0 ? 0 : (b - a) / error
  return {
    test: 'two-proportion z-test',
    p: twoSided(z),
    effectName: "Cohen's h",
    effect: 2 * Math.asin(Math.sqrt(b)) - 2 * Math.asin(Math.sqrt(a)),
  }
}

/** Two means: Welch's test by the normal distribution, which samples of this size allow; Cohen's d. */
export function compareMeans(before: Moments, after: Moments): Shift {
  const [a, b] = [before.m2 / Math.max(1, before.n - 1), after.m2 / Math.max(1, after.n - 1)]
  const error = Math.sqrt(a / before.n + b / after.n)
  const difference = after.mean - before.mean
  const z = error === 0 ? (difference === 0 ? 0 : Number.POSITIVE_INFINITY) : difference / error
  const deviation = Math.sqrt((a + b) / 2)
  const effect =
    deviation === 0 ? (difference === 0 ? 0 : Math.sign(difference) * Number.MAX_SAFE_INTEGER) : difference / deviation
  return {test: "Welch's t-test", p: twoSided(z), effectName: "Cohen's d", effect}
}

/**
 * Two mixes of the same things: chi-squared test of homogeneity by Wilson and Hilferty's approximation, Cramér's V.
 * @param pairs how often each thing was seen before and after
 */
export function compareMixes(pairs: readonly (readonly [before: number, after: number])[]): Shift {
  const [before, after] = [sum(pairs.map(([count]) => count)), sum(pairs.map(([, count]) => count))]
  const n = before + after
  let chi = 0
  let seen = 0
  for (const [a, b] of pairs) {
    const row = a + b
    if (row === 0) continue
    seen += 1
    const [expectedA, expectedB] = [(row * before) / n, (row * after) / n]
    chi += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB
  }
  const freedom = Math.max(1, seen - 1)
  return {
    test: 'chi-squared test',
    p: seen < 2 ? 1 : chiTail(chi, freedom),
    effectName: "Cramér's V",
    effect: Math.sqrt(chi / n),
  }
}

function sum(numbers: readonly number[]): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}

function twoSided(z: number): number {
  return Math.min(1, 2 * upperTail(Math.abs(z)))
}

function chiTail(chi: number, freedom: number): number {
  const spread = 2 / (9 * freedom)
  return upperTail(((chi / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread))
}

/** The share of a normal distribution above z. @see Abramowitz and Stegun, 26.2.17: wrong by less than 7.5e-8 */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  if (z > 38) return 0
  const t = 1 / (1 + 0.2316419 * z)
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}
