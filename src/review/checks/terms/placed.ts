import {asText} from '../../../lib/narrow.ts'
import {type Terms, termsOf} from '../../facts/licence-terms.ts'
import {type BomView, licencesOf, type Part} from '../../view.ts'

/** A license of a component with where it stands. */
export interface PlacedLicence {
  readonly part: Part
  readonly text: string
  readonly pointer: string
  readonly terms: Terms
  /** where the BOM is not the source */
  readonly source?: string
}

/** The licenses of a component; those of its namesake elsewhere in the document where it states none itself. */
export function placedLicences(part: Part, view: BomView): PlacedLicence[] {
  const own = licencesOf(part.node)
  const twin = own.length > 0 ? undefined : twinOf(part, view)
  const source = twin ?? part
  return licencesOf(source.node).map(({text, at}) => ({
    part: source,
    text,
    pointer: source.pointer + at,
    terms: termsOf(text),
  }))
}

/** A component of the same purl or name that says more: an ancestor is often a component of its own too. */
function twinOf(part: Part, view: BomView): Part | undefined {
  const purl = withoutVersion(asText(part.node['purl']))
  return view.parts.find(
    other =>
      other !== part &&
      licencesOf(other.node).length > 0 &&
      (purl === undefined ? other.name === part.name : withoutVersion(asText(other.node['purl'])) === purl),
  )
}

function withoutVersion(purl: string | undefined): string | undefined {
  return purl?.replace(/[@?#].*$/s, '')
}
