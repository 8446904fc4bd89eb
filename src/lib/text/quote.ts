import {shorten} from './shorten.ts'

/** Longest name shown in a message; a hostile one may have megabytes. */
const shownLength = 80

/** A name from a file, for a message: in quotes, control characters escaped, cut where it is long. */
export function quote(name: string): string {
  return JSON.stringify(shorten(name, shownLength))
}
