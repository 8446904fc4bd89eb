import {asText, indexedRecords} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {hashesOf, type Part} from '../../view.ts'
import {fillerIn} from './filler-digest.ts'

/** Kinds of references that are of a document about the thing, and not of its bytes. */
const documentKinds: ReadonlySet<unknown> = new Set(
  'attestation vulnerability-assertion license documentation release-notes model-card evidence risk-assessment quality-metrics certification-report evaluation'.split(
    ' ',
  ),
)

/** A document about a file with the digest of that file. */
export function tellDocuments({view, notes}: ReviewContext): void {
  const files = new Map<string, Part>()
  for (const part of view.parts.filter(each => kindOfBytes(each) !== undefined))
    for (const {alg, content} of hashesOf(part.node)) files.set(`${alg} ${content.toLowerCase()}`, part)
  for (const part of view.parts) {
    for (const {what, alg, hex, pointer} of digestsOfDocuments(part)) {
      const file = files.get(`${alg} ${hex}`)
      if (file === undefined || fillerIn(hex) !== undefined) continue
      notes.find('digest-conflict', {
        subject: part.name,
        message: `the ${what} of ${part.name} and ${file.name} have the same ${alg}: ${hex}`,
        evidence: [notes.cite(`${file.pointer}/hashes`, hex), notes.cite(pointer, hex)],
      })
    }
  }
}

function digestsOfDocuments({node, pointer}: Part): {what: string; alg: string; hex: string; pointer: string}[] {
  return indexedRecords(node['externalReferences']).flatMap(([index, reference]) =>
    documentKinds.has(reference['type'])
      ? hashesOf(reference).map(({alg, content, at}) => ({
          what: String(reference['type']),
          alg,
          hex: content.toLowerCase(),
          pointer: `${pointer}/externalReferences/${index}${at}`,
        }))
      : [],
  )
}

/** What a component is as bytes; undefined for what may be anything. */
export function kindOfBytes({role, node}: Part): string | undefined {
  if (role === 'model' || role === 'weights') return 'model'
  if (role === 'dataset') return 'data'
  return role === 'other' && /^pkg:(?:npm|pypi|maven|nuget|gem|cargo)\//.test(asText(node['purl']) ?? '')
    ? 'package'
    : undefined
}
