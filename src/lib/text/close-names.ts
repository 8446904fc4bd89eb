import {compareText} from '../sort.ts'

/** Longer words are no slips of the finger, and comparing them costs the square of their length. */
const longestName = 80
const mostSlips = 3

/** The names that are most like a text that a person typed: first those that hold it, then those a few letters away. */
export function closeNames(names: Iterable<string>, typed: string, most: number): string[] {
  const wanted = typed.toLowerCase()
  if (wanted === '') return []
  const rated: [rate: number, name: string][] = []
  for (const name of new Set(names)) {
    const rate = rateOf(name.toLowerCase(), wanted)
    if (rate !== undefined) rated.push([rate, name])
  }
  return rated
    .sort(([a, left], [b, right]) => a - b || compareText(left, right))
    .slice(0, most)
    .map(([, name]) => name)
}

/** The smaller, the closer; undefined for a name that is nothing like it. */
function rateOf(name: string, wanted: string): number | undefined {
  if (name.includes(wanted)) return (name.length - wanted.length) / (name.length + 1)
  const allowed = Math.min(mostSlips, Math.max(1, Math.floor(wanted.length / 2.5)))
  const endings = [name, name.slice(name.lastIndexOf('/') + 1)]
  const distance = Math.min(...endings.map(ending => editDistance(ending, wanted, allowed)))
  return distance <= allowed ? distance : undefined
}

/** How many letters must be put in, taken out or changed to make one word of the other; `most + 1` where it is more. */
export function editDistance(a: string, b: string, most: number): number {
  if (a.length > longestName || b.length > longestName || Math.abs(a.length - b.length) > most) return most + 1
  let previous = Array.from({length: b.length + 1}, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return Math.min(previous[b.length] ?? 0, most + 1)
}
