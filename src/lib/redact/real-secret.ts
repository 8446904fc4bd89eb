const placeholder =
  /x{5}|X{5}|\*{3}|\.{3}|0{6}|12345|abcde|ABCDE|your|example|placeholder|dummy|fake|sample|redacted|changeme|replace|insert|mock|notreal|invalid|secret[-_]?here|test[-_]?key/i
/** Fewer different signs are a pattern that somebody typed. */
const leastDifferent = 12

/** False for a placeholder, or a pattern that somebody typed. */
export function isRealSecret(value: string): boolean {
  return !placeholder.test(value) && new Set(value).size >= leastDifferent && !/(.)\1{4}/.test(value)
}
