import {jsonPlaces} from '../../lib/parse/json-places.ts'
import {pointerNames} from '../../lib/parse/json-pointer.ts'
import {lineIndex} from '../../lib/text/lines.ts'

/**
 * Finds the line (from 1) of a JSON pointer, or of the nearest thing around it that is there, in a text that is JSON.
 */
export function jsonLines(text: string): (pointer: string) => number | undefined {
  const placeOf = jsonPlaces(text)
  const lineOf = lineIndex(text)
  return pointer => {
    const place = placeOf(pointerNames(pointer))
    return place === undefined ? undefined : lineOf(place)
  }
}

/** What is kept for a JSON pointer, or for the nearest thing around it. */
export function nearest<T>(kept: ReadonlyMap<string, T>, pointer: string): T | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const value = kept.get(at)
    if (value !== undefined || at === '') return value
  }
}
