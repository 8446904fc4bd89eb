import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {type Part, referencesOf} from '../../view.ts'
import {isCleartext} from '../services.ts'

/** Kinds of references that files are fetched from. */
const fetched: ReadonlySet<unknown> = new Set(['distribution', 'distribution-intake', 'vcs', 'source-distribution'])

/** Files that come unencrypted. */
export function checkAddresses({view, notes}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'model' && part.role !== 'dataset' && part.role !== 'weights' && part.role !== 'file') continue
    for (const {url, pointer} of [...fetchedReferences(part), ...contentsOf(part)]) {
      if (!isCleartext(url) && !/^git:\/\//i.test(url)) continue
      const message = `${part.name} is downloaded from ${url}`
      notes.find('address-cleartext', {subject: part.name, message, evidence: [notes.cite(pointer, url)]})
    }
  }
}

interface PlacedAddress {
  readonly url: string
  readonly pointer: string
}

function fetchedReferences(part: Part): PlacedAddress[] {
  return referencesOf(part).filter(({type}) => fetched.has(type))
}

/** Where a data set lies. */
function contentsOf({node, pointer}: Part): PlacedAddress[] {
  return indexedRecords(node['data']).flatMap(([index, {contents}]) => {
    const url = asText(asRecord(contents)?.['url'])
    return url === undefined ? [] : [{url, pointer: `${pointer}/data/${index}/contents/url`}]
  })
}
