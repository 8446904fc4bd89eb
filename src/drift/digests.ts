/** From the strongest to the weakest; an object id of git is a digest of the content with a header. */
const strength = ['blake3', 'sha512', 'blake2b', 'sha384', 'sha256', 'git-blob-sha256', 'sha1', 'git-blob-sha1', 'md5']

/**
 * Compares what two sides state of one content.
 * @param before `algorithm:hex`, any number of algorithms
 * @returns undefined where they have no algorithm in common: nothing can be said then
 */
export function sameContent(before: readonly string[], after: readonly string[]): boolean | undefined {
  const olds = byAlgorithm(before)
  const news = byAlgorithm(after)
  const common = [...olds.keys()].filter(algorithm => news.has(algorithm))
  if (common.length === 0) return undefined
  return common.every(algorithm => olds.get(algorithm) === news.get(algorithm))
}

/** The value to show: the strongest. */
export function strongest(digests: readonly string[]): string | undefined {
  const ranked = digests.map(digest => [strength.indexOf(digest.slice(0, digest.indexOf(':'))), digest] as const)
  return ranked.sort(([a], [b]) => (a === -1 ? strength.length : a) - (b === -1 ? strength.length : b))[0]?.[1]
}

function byAlgorithm(digests: readonly string[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const digest of digests) {
    const algorithm = digest.slice(0, digest.indexOf(':'))
    values.set(algorithm, `${values.get(algorithm) ?? ''} ${digest}`)
  }
  return values
}
