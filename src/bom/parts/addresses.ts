import {toReference} from '../check/iri.ts'
import type {PropertyBag} from './properties.ts'
import {formatRecord, parseRecord} from './record.ts'

/**
 * Addresses of one component: CycloneDX wants references by RFC 3987, the source may state something else;
 * `aibom:address` keeps both.
 */
export interface Addresses {
  write(stated: string): string
  read(written: string): string
  /** values of `aibom:address` for what was written */
  verbatim(): string[]
}

/** For writing: every address becomes a valid reference, and no two become the same. */
export function writtenAddresses(): Addresses {
  const statedByWritten = new Map<string, string>()
  return {
    write(stated) {
      let written = toReference(stated)
      // two spellings that are one reference are told apart
      while ((statedByWritten.get(written) ?? stated) !== stated)
        written = `${written}${written.includes('#') ? '_' : '#_'}`
      statedByWritten.set(written, stated)
      return written
    },
    read: written => written,
    verbatim: () =>
      [...statedByWritten]
        .filter(([written, stated]) => written !== stated)
        .map(([written, stated]) =>
          formatRecord([
            ['written', written],
            ['stated', stated],
          ]),
        ),
  }
}

/** For reading: what `aibom:address` keeps goes back to what was stated, any other address stays. */
export function readAddresses(bag: PropertyBag): Addresses {
  const statedByWritten = new Map<string, string>()
  for (const text of bag.texts('aibom:address') ?? []) {
    const record = parseRecord(text)
    const [written, stated] = [record?.get('written')?.[0], record?.get('stated')?.[0]]
    if (written !== undefined && stated !== undefined) statedByWritten.set(written, stated)
  }
  return {write: stated => stated, read: written => statedByWritten.get(written) ?? written, verbatim: () => []}
}
