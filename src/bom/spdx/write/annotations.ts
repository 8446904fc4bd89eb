import {asRecord, asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {toMilliseconds} from '../../../lib/time/instant.ts'
import type {Carried} from './carried.ts'
import {wholeSeconds} from './instant.ts'

/** Where annotations go, and what they name. */
interface AnnotationWriting {
  readonly carried: Carried
  readonly byRef: ReadonlyMap<string, string>
  readonly elements: UnknownRecord[]
  idOf(part: string): string
  agentOf(entity: unknown, pointer: string): string | undefined
}

/**
 * Writes the annotations of a document: one for each thing that one is of, with its own maker and time. Those that name
 * no known thing, no maker or no time are not carried.
 */
export function addAnnotations(source: UnknownRecord, writing: AnnotationWriting): void {
  for (const [index, {subjects, annotator, timestamp, text}] of indexedRecords(source['annotations'])) {
    const pointer = `/annotations/${index}`
    const targets = textsOf(subjects).flatMap(ref => writing.byRef.get(ref) ?? [])
    const [statement, time] = [asText(text), toMilliseconds(timestamp)]
    if (targets.length === 0 || statement === undefined || time === undefined) continue
    const [kind, entity] = Object.entries(asRecord(annotator) ?? {})[0] ?? []
    const maker = writing.agentOf(entity, `${pointer}/annotator/${kind}`)
    if (maker === undefined) continue
    for (const field of ['timestamp', 'text', ...(targets.length === textsOf(subjects).length ? ['subjects'] : [])])
      writing.carried.mark(`${pointer}/${field}`)
    const creationInfo = `_:annotation-${index}`
    writing.elements.push(
      {
        type: 'CreationInfo',
        '@id': creationInfo,
        specVersion: '3.0.1',
        created: wholeSeconds(new Date(time)),
        createdBy: [maker],
      },
      ...targets.map((subject, at) => ({
        type: 'Annotation',
        spdxId: writing.idOf(`annotation-${index}-${at}`),
        creationInfo,
        annotationType: 'other',
        subject,
        statement,
      })),
    )
  }
}
