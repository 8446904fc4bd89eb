import {asText} from '../../../lib/narrow.ts'
import {oncePer} from '../../../lib/remember.ts'
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
  const {byPurl, byName} = licensedIn(view)
  const purl = withoutVersion(asText(part.node['purl']))
  return purl === undefined ? byName.get(part.name) : byPurl.get(purl)
}

/** The first component with a license of each purl and name. */
const licensedIn = oncePer(({parts}: BomView) => {
  const byPurl = new Map<string, Part>()
  const byName = new Map<string, Part>()
  for (const part of parts) {
    if (licencesOf(part.node).length === 0) continue
    const purl = withoutVersion(asText(part.node['purl']))
    if (purl !== undefined && !byPurl.has(purl)) byPurl.set(purl, part)
    if (!byName.has(part.name)) byName.set(part.name, part)
  }
  return {byPurl, byName}
})

function withoutVersion(purl: string | undefined): string | undefined {
  return purl?.replace(/[@?#].*$/s, '')
}
