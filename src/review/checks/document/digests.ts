import {asText, recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {shardOf} from '../../facts/shards.ts'
import {hashesOf, type Part} from '../../view.ts'
import {fillerIn} from './filler-digest.ts'

/** Digests that are fillers or weak, and those that contradict each other. */
export function checkDigests(context: ReviewContext): void {
  tellFillers(context)
  tellConflicts(context)
  tellOneIdentity(context)
}

function tellFillers({view, notes}: ReviewContext): void {
  for (const {node, pointer, name} of view.parts) {
    const hashes = recordsOf(node['hashes'])
    for (const [index, {alg, content}] of hashes.entries()) {
      const hex = (asText(content) ?? '').toLowerCase()
      const filler = fillerIn(hex)
      if (filler === undefined) continue
      const message = `the ${String(alg)} of ${name} is ${filler}`
      notes.find('digest-hollow', {subject: name, message, evidence: [notes.cite(`${pointer}/hashes/${index}`, hex)]})
    }
    const algorithms = hashes.flatMap(({alg}) => asText(alg) ?? [])
    if (algorithms.length > 0 && algorithms.every(alg => alg === 'MD5' || alg === 'SHA-1')) {
      const message = `${name} has ${algorithms.join(' and ')} and no other digest`
      notes.find('digest-weak', {
        subject: name,
        message,
        evidence: [notes.cite(`${pointer}/hashes`, algorithms.join(', '))],
      })
    }
  }
}

/** One file with two digests of one algorithm, and one digest for two files that cannot be the same. */
function tellConflicts({view, notes}: ReviewContext): void {
  const byDigest = new Map<string, Part>()
  for (const part of view.parts) {
    const byAlgorithm = new Map<string, string>()
    for (const {alg, content, at} of hashesOf(part.node)) {
      const hex = content.toLowerCase()
      const other = byAlgorithm.get(alg)
      byAlgorithm.set(alg, hex)
      if (other !== undefined && other !== hex) tellTwoDigests(part, alg, [other, hex], {notes, at})
      const twin = byDigest.get(`${alg} ${hex}`)
      if (twin === undefined) byDigest.set(`${alg} ${hex}`, part)
      else if (isOtherFile(part.name, twin.name) && fillerIn(hex) === undefined) {
        const message = `${part.name} and ${twin.name} are stated with one ${alg}: ${hex}`
        const evidence = [
          notes.cite(`${twin.pointer}/hashes`, hex),
          notes.cite(part.pointer + at, `${part.name}: ${hex}`),
        ]
        notes.find('digest-conflict', {subject: part.name, message, evidence})
      }
    }
  }
}

function tellTwoDigests(
  {name, pointer}: Part,
  alg: string,
  digests: readonly string[],
  {notes, at}: Pick<ReviewContext, 'notes'> & {at: string},
): void {
  notes.find('digest-conflict', {
    subject: name,
    message: `${name} has two digests of ${alg}`,
    conflict: sidesOf(alg, digests),
    evidence: [notes.cite(pointer + at, digests.join(', '))],
  })
}

function sidesOf(alg: string, digests: readonly string[]): {value: string; source: string}[] {
  return digests.map((value, index) => ({value, source: `the BOM, ${index === 0 ? 'first' : 'second'} ${alg}`}))
}

/** Files of two formats, and two parts of one model; a copy under another name may well have the same bytes. */
function isOtherFile(a: string, b: string): boolean {
  const ending = (name: string): string | undefined => /\.([A-Za-z]\w{0,11})$/.exec(name)?.[1]?.toLowerCase()
  if (ending(a) !== undefined && ending(b) !== undefined && ending(a) !== ending(b)) return true
  const [left, right] = [shardOf(a), shardOf(b)]
  return left !== undefined && right !== undefined && left.stem === right.stem && left.index !== right.index
}

/** Two components of one package URL, with two digests of one algorithm. */
function tellOneIdentity({view, notes}: ReviewContext): void {
  const seen = new Map<string, {readonly hex: string; readonly part: Part; readonly at: string}>()
  for (const part of view.parts) {
    const purl = asText(part.node['purl'])
    const hashes = hashesOf(part.node)
    if (
      purl === undefined ||
      !/@./.test(purl) ||
      new Set(hashes.map(({alg}) => alg)).size !== hashes.length ||
      part.role === 'weights' ||
      part.role === 'file'
    )
      continue
    for (const {alg, content, at} of hashes) {
      const [key, hex] = [`${purl}\n${alg}`, content.toLowerCase()]
      const first = seen.get(key)
      if (first === undefined) seen.set(key, {hex, part, at})
      else if (first.hex !== hex) {
        const evidence = [notes.cite(first.part.pointer + first.at, first.hex), notes.cite(part.pointer + at, hex)]
        notes.find('digest-conflict', {
          subject: part.name,
          message: `${purl} is listed twice, with two digests of ${alg}`,
          conflict: sidesOf(alg, [first.hex, hex]),
          evidence,
        })
      }
    }
  }
}
