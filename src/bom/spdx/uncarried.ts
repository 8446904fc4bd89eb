import {asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {countedPlaces} from '../check/conform.ts'

/** Which values of a field, or of a field inside a field (`checksums/algorithm`), are carried as they are. */
export type Words = ReadonlyMap<string, (word: string) => boolean>

/** What is carried of records of one kind; the rest is lost, and told. */
export interface CarriedFields {
  readonly fields: ReadonlySet<string>
  /** of records inside a field */
  readonly inner?: ReadonlyMap<string, ReadonlySet<string>>
  readonly words?: Words
}

/** Names in one text. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(name => name !== ''))
}

/** Counts what is not carried, record by record. */
export class Uncarried {
  readonly #counts = new Map<string, number>()

  /** One thing that is not carried at all. */
  add(place: string): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1)
  }

  /** What of one record is not carried. */
  addRecord(record: UnknownRecord, place: string, {fields, inner, words}: CarriedFields): void {
    for (const [field, value] of Object.entries(record)) {
      if (isNothing(value)) continue
      const at = `${place}/${field}`
      const known = inner?.get(field)
      if (!fields.has(field)) this.add(at)
      else if (known !== undefined) this.#addInner(value, {at, field}, known, words)
      else this.#addWords(value, at, words?.get(field))
    }
  }

  /** Places by their names: `software_Package/software_sourceInfo (2)`. */
  list(): string[] {
    return countedPlaces(this.#counts)
  }

  #addInner(
    value: unknown,
    {at, field}: {readonly at: string; readonly field: string},
    known: ReadonlySet<string>,
    words: Words | undefined,
  ): void {
    for (const entry of recordsOf(value)) {
      for (const [name, text] of Object.entries(entry)) {
        if (!known.has(name) && !isNothing(text)) this.add(`${at}/${name}`)
        else this.#addWords(text, `${at}/${name}`, words?.get(`${field}/${name}`))
      }
    }
  }

  #addWords(value: unknown, at: string, isCarried: ((word: string) => boolean) | undefined): void {
    if (isCarried === undefined) return
    for (const word of textsOf(value)) if (!isCarried(word)) this.add(`${at}=${word.slice(0, 60)}`)
  }
}

/** Values that state nothing. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true
  if (Array.isArray(value)) return value.every(isNothing)
  const text = asText(value)
  return typeof value === 'string' && (text === undefined || text === 'NOASSERTION' || text === 'noAssertion')
}
