import type {Inventory} from '../../inventory/inventory.ts'
import {jsonPieces, toJsonText} from '../../lib/escape/json.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {WriteOptions} from './write-options.ts'

/** A document that is ready to be saved. */
export interface WrittenBom {
  /** the file's text: see toJsonText; LF, a line break at the end; made each time that it is asked for */
  readonly json: string
  /** the same piece by piece, for a file: a large one stands in memory beside all that it was made of */
  readonly pieces: () => Iterable<string>
  /** `urn:uuid:…`, the same for the same content */
  readonly serialNumber: string
  /** what the version has no place for: `/components/*` `/swhid (3)` */
  readonly lost: readonly string[]
}

/**
 * An inventory as a CycloneDX document: validated, the same bytes for the same input in every locale. {@link readBom}
 * in read.ts gives the inventory back.
 * @throws {Error} when the document is not valid: a bug of ours
 */
export async function writeBom(inventory: Inventory, options: WriteOptions): Promise<WrittenBom> {
  const [{toDocument}, {conform}, {minimumElements}, {serialNumberOf}, {validateDocument}] = await Promise.all([
    import('./document.ts'),
    import('../check/conform.ts'),
    import('../check/minimum-elements.ts'),
    import('./serial.ts'),
    import('../check/validate.ts'),
  ])
  const {document: fitted, lost} = conform(toDocument(inventory, options), options.spec)
  const document = withProperties(fitted, minimumElements(fitted))
  // what follows from the rest makes no other content
  const serialNumber = serialNumberOf(fitted)
  const {$schema, bomFormat, specVersion, ...rest} = document
  const numbered = {$schema, bomFormat, specVersion, serialNumber, ...rest}
  const [problem] = await validateDocument(numbered, options.spec)
  if (problem !== undefined)
    throw new Error(`the BOM to be written is not valid: ${problem.pointer} ${problem.message}`)
  return {
    get json() {
      return toJsonText(numbered)
    },
    pieces: () => jsonPieces(numbered),
    serialNumber,
    lost,
  }
}

/** Adds properties to the metadata. */
function withProperties(document: UnknownRecord, properties: readonly unknown[]): UnknownRecord {
  const metadata = asRecord(document['metadata'])
  return {...document, metadata: {...metadata, properties: [...asList(metadata?.['properties']), ...properties]}}
}
