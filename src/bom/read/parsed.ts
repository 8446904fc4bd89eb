import {AibomError} from '../../lib/errors.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import type {SpdxGraph} from '../spdx/graph.ts'
import type {CheckedVersion} from '../spec/schema.ts'

/** A document before it is an inventory: syntax and version are right, nothing else is checked. */
export interface ParsedBom {
  readonly form: 'json' | 'xml'
  /** the JSON form, whatever it was written in */
  readonly document: UnknownRecord
  /** whose schema it is read by */
  readonly spec: CheckedVersion
  /** as stated: XML may be of 1.0 or 1.1, which have no JSON schema */
  readonly specVersion: string
  /** `line 3: "name"`: keys that stand twice in one object, of which JSON readers take one or the other */
  readonly doubled: readonly string[]
  /** line of a JSON pointer, or of the nearest thing around it; worked out when the first is asked for */
  readonly lineOf: (pointer: string) => number | undefined
  /** what is wrong in an SPDX document; absent for CycloneDX */
  readonly spdxProblems?: SpdxGraph['problems']
  /** what of an SPDX document has no place in the form of CycloneDX; absent for CycloneDX */
  readonly spdxLost?: readonly string[]
  /** an XML signature, which the JSON form has no place for */
  readonly xmlSigned?: boolean
  /** JSON pointers of what other programs may read otherwise in XML, of the parts that state files */
  readonly xmlDoubtful?: readonly string[]
}

/** What is wrong with a document, as whoever named it is told. */
export function invalid(path: string, what: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_BOM_INVALID', `${path} ${what}`, {
    hint: 'Write one with: aibom generate --output bom.cdx.json',
    exit: 2,
    cause,
  })
}
