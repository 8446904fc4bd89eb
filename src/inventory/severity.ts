/** From the worst to the least. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

/** How bad a finding is. */
export type Severity = (typeof severities)[number]

/** How many there are of each severity. */
export function countBySeverity(items: readonly {readonly severity: Severity}[]): Record<Severity, number> {
  const counts = {critical: 0, high: 0, medium: 0, low: 0, info: 0}
  for (const {severity} of items) counts[severity]++
  return counts
}

/** The worst first; of one severity in the order in which they are given. */
export function worstFirst<T>(items: readonly T[], severityOf: (item: T) => Severity): T[] {
  return severities.flatMap(severity => items.filter(item => severityOf(item) === severity))
}
