import {asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** Whether a document is SPDX 3: JSON-LD that names its context. */
export function isSpdx3(document: UnknownRecord): boolean {
  return textsOf(document['@context']).some(address =>
    /^https:\/\/spdx\.org\/rdf\/3\.0\.\d{1,2}\/spdx-context\.jsonld$/.test(address),
  )
}

/** Whether a document is SPDX 2.2 or 2.3, in JSON. */
export function isSpdx2(document: UnknownRecord): boolean {
  return /^SPDX-2\.[23]$/.test(asText(document['spdxVersion']) ?? '')
}

/** Whether a document is SPDX of any version, read here or not. */
export function isSpdx(document: UnknownRecord): boolean {
  return isSpdx3(document) || asText(document['spdxVersion']) !== undefined
}
