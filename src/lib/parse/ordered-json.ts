import {sortedBy} from '../sort.ts'

/** Deeper than anything that people write nests. */
const depthLimit = 50

/**
 * JSON with the keys of every object in one order, so that equal values have one text; what nests deeper than people
 * write keeps its order.
 */
export function orderedJson(value: unknown): string {
  return JSON.stringify(ordered(value, 0))
}

function ordered(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > depthLimit) return value
  if (Array.isArray(value)) return value.map(item => ordered(item, depth + 1))
  return Object.fromEntries(
    sortedBy(Object.entries(value), ([key]) => key).map(([key, item]) => [key, ordered(item, depth + 1)]),
  )
}
