import type {Verdict} from '../../inventory/verdict.ts'
import {AibomError} from '../../lib/errors.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {validateDocument} from '../check/validate.ts'
import {formatVerdict, verdictProperty} from '../parts/account.ts'
import {toProperties} from '../parts/properties.ts'

/** What was found out about the document itself, or about one of its components. */
export interface VerdictClaim {
  /** of a component; absent for the document */
  readonly ref?: string | undefined
  /** "verified", "invalid" … and what by, in a sentence */
  readonly predicate: string
  /** keys, roots, registries relied on */
  readonly reasoning: string
  /** what was checked and what is not covered, as names and values */
  readonly facts: readonly {readonly name: string; readonly value: string}[]
}

/** What was found out about an asset: what `aibom check` and `aibom diff` read back. The document is none. */
export interface AssetVerdict {
  readonly ref: string
  readonly verdict: Verdict
}

/**
 * A copy of a BOM with verdicts as CycloneDX attestations have them: a claim for each, and its evidence with the date.
 * Those of assets are properties of the metadata too, in place of earlier ones: what this run did not find out is
 * not said.
 * @returns the text of the copy
 * @throws {AibomError} `AIBOM_BOM_SIGNED` for a document that carries a signature, `AIBOM_BOM_INVALID` before
 *   CycloneDX 1.6, which has no claims
 */
export async function writeVerdicts(
  document: UnknownRecord,
  {claims, assets}: {readonly claims: readonly VerdictClaim[]; readonly assets: readonly AssetVerdict[]},
  created: Date,
): Promise<string> {
  if (document['signature'] !== undefined) {
    throw new AibomError('AIBOM_BOM_SIGNED', 'a signed BOM is not altered: its signature would not fit any more', {
      hint: 'Leave --write out, or use --json',
    })
  }
  const {specVersion} = document
  if (specVersion !== '1.6' && specVersion !== '1.7') {
    throw new AibomError(
      'AIBOM_BOM_INVALID',
      `verdicts cannot be written into CycloneDX ${String(specVersion)}: it has claims from 1.6 on`,
    )
  }
  if (document['declarations'] !== undefined)
    throw new AibomError('AIBOM_BOM_INVALID', 'the BOM has declarations of its own, which are not altered')
  const own = asText(asRecord(asRecord(document['metadata'])?.['component'])?.['bom-ref'])
  const declarations = {
    assessors: [{'bom-ref': 'assessor:aibom', thirdParty: true, organization: {name: 'aibom verify'}}],
    claims: claims.map((claim, index) => toClaim(claim, index, own)),
    evidence: claims.map((claim, index) => toEvidence(claim, index, created)),
  }
  const copy = {...withVerdicts(document, assets), version: Number(document['version'] ?? 1) + 1, declarations}
  const [problem] = await validateDocument(copy, specVersion)
  if (problem !== undefined)
    throw new AibomError('AIBOM_BOM_INVALID', `the BOM is not valid: ${problem.pointer} ${problem.message}`)
  return toJsonText(copy)
}

function withVerdicts(document: UnknownRecord, assets: readonly AssetVerdict[]): UnknownRecord {
  const metadata = asRecord(document['metadata'])
  const others = asList(metadata?.['properties']).filter(property => asRecord(property)?.['name'] !== verdictProperty)
  const told = assets.map(({ref, verdict}) =>
    formatVerdict({asset: ref, verifier: 'aibom verify', verdict}, same => same),
  )
  const properties = [...others, ...toProperties([[verdictProperty, told]])]
  if (properties.length === 0 && metadata?.['properties'] === undefined) return document
  return {...document, metadata: {...metadata, properties}}
}

function toClaim({ref, predicate, reasoning}: VerdictClaim, index: number, own: string | undefined): object {
  const target = ref ?? own
  return {
    'bom-ref': `aibom:claim-${index}`,
    ...(target !== undefined && {target}),
    predicate,
    reasoning,
    evidence: [`aibom:evidence-${index}`],
  }
}

function toEvidence({facts}: VerdictClaim, index: number, created: Date): object {
  const data = facts.map(({name, value}) => ({
    name,
    contents: {attachment: {contentType: 'text/plain', content: value}},
  }))
  return {
    'bom-ref': `aibom:evidence-${index}`,
    propertyName: 'aibom:verdict',
    created: created.toISOString(),
    ...(data.length > 0 && {data}),
  }
}
