/** Weights of the base metrics of CVSS 3.0 and 3.1. */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: {N: 0.85, A: 0.62, L: 0.55, P: 0.2},
  AC: {L: 0.77, H: 0.44},
  PR: {N: 0.85, L: 0.62, H: 0.27},
  UI: {N: 0.85, R: 0.62},
  C: {H: 0.56, L: 0.22, N: 0},
  I: {H: 0.56, L: 0.22, N: 0},
  A: {H: 0.56, L: 0.22, N: 0},
}
/** With a changed scope, privileges weigh less. */
const privilegesBeyond: Readonly<Record<string, number>> = {N: 0.85, L: 0.68, H: 0.5}
const metricsOfBase = 8

/**
 * The base score of a vector of CVSS 3.0 or 3.1.
 * @returns undefined for vectors of other versions, incomplete ones, and those that have more than base metrics: what
 *   is stated beside those may be another score
 * @see CVSS v3.1 specification, section 7.1
 */
export function baseScore(vector: string): number | undefined {
  const [head, ...metrics] = vector.trim().split('/')
  if ((head !== 'CVSS:3.1' && head !== 'CVSS:3.0') || metrics.length !== metricsOfBase) return undefined
  const stated = new Map(
    metrics.map(metric => [metric.slice(0, metric.indexOf(':')), metric.slice(metric.indexOf(':') + 1)]),
  )
  const scope = stated.get('S')
  if (scope !== 'U' && scope !== 'C') return undefined
  const isBeyond = scope === 'C'
  const weight = (name: string): number =>
    (name === 'PR' && isBeyond ? privilegesBeyond : weights[name])?.[stated.get(name) ?? ''] ?? Number.NaN
  const loss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'))
  const impact = isBeyond ? 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 : 6.42 * loss
  const exploitability = 8.22 * weight('AV') * weight('AC') * weight('PR') * weight('UI')
  if (Number.isNaN(impact) || Number.isNaN(exploitability)) return undefined
  if (impact <= 0) return 0
  return roundedUp(Math.min(10, (isBeyond ? 1.08 : 1) * (impact + exploitability)))
}

/** To one decimal, upwards; in whole numbers, as floating point would round 4.02 to 4.1. */
function roundedUp(score: number): number {
  const whole = Math.round(score * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}
