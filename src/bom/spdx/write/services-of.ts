import {indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import {serviceContent} from '../terms.ts'
import type {Carried} from './carried.ts'

/** Services beyond these are not written: a document may claim any number. */
const serviceLimit = 10_000

interface ServiceWriting {
  readonly carried: Carried
  readonly elements: UnknownRecord[]
  idOf(part: string): string
}

/**
 * SPDX 3.0 has no element for a service: each is an annotation of the document, in the words of CycloneDX. Other
 * programs show it as a note, and nothing is lost on the way back.
 */
export function addServices(
  source: UnknownRecord,
  {carried, elements, idOf}: ServiceWriting,
  creationInfo: string,
): void {
  for (const [index, service] of indexedRecords(source['services']).slice(0, serviceLimit)) {
    carried.mark(`/services/${index}`)
    elements.push({
      type: 'Annotation',
      spdxId: idOf(`service-${index}`),
      creationInfo,
      annotationType: 'other',
      contentType: serviceContent,
      subject: idOf('document'),
      statement: JSON.stringify(service),
    })
  }
}
