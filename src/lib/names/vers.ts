/** Real ranges have some ten constraints. */
const mostConstraints = 200
const longest = 4000

interface Constraint {
  readonly sign: string
  readonly version: readonly number[]
}

/**
 * Whether a version lies in a range of the form `vers:pypi/>=4.0|<5.0`.
 * @returns undefined for ranges and versions that are not made of numbers alone, or have more constraints than real ones
 * @see VERS, version range specifier, "Checking if a version is contained within a range"
 */
export function isInVers(version: string, range: string): boolean | undefined {
  const own = numbersOf(version)
  const [, list] = /^vers:[a-z][a-z0-9.+-]{0,40}\/(.{1,4000})$/.exec(range) ?? []
  if (own === undefined || list === undefined || range.length > longest) return undefined
  if (list.trim() === '*') return true
  const constraints: Constraint[] = []
  for (const text of list.split('|').slice(0, mostConstraints + 1)) {
    const [, sign = '', stated = ''] = /^\s{0,3}(>=|<=|!=|>|<|=|)\s{0,3}([\w.+%-]{1,100})\s{0,3}$/.exec(text) ?? []
    const numbers = numbersOf(stated)
    if (numbers === undefined) return undefined
    constraints.push({sign, version: numbers})
  }
  if (constraints.length > mostConstraints) return undefined
  return isWithin(own, constraints)
}

function isWithin(own: readonly number[], constraints: readonly Constraint[]): boolean {
  const order = (each: Constraint): number => compare(own, each.version)
  if (constraints.some(each => /^(?:|=|<=|>=)$/.test(each.sign) && order(each) === 0)) return true
  if (constraints.some(each => each.sign === '!=' && order(each) === 0)) return false
  const bounds = constraints.filter(({sign}) => sign.startsWith('<') || sign.startsWith('>'))
  const sorted = bounds.toSorted((a, b) => compare(a.version, b.version))
  return sorted.some((each, index) => {
    if (each.sign.startsWith('<')) return index === 0 && order(each) < 0
    const next = sorted[index + 1]
    return order(each) > 0 && (next === undefined || (next.sign.startsWith('<') && order(next) < 0))
  })
}

function numbersOf(version: string): readonly number[] | undefined {
  const plain = version.replace(/^v(?=\d)/, '')
  return /^\d{1,9}(?:\.\d{1,9}){0,9}$/.test(plain) ? plain.split('.').map(Number) : undefined
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
