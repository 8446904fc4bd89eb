import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {valueAtPointer} from '../../lib/parse/json-pointer.ts'
import {decodePercent} from '../../lib/text/percent.ts'
import {nodesOf} from '../spec/nodes.ts'
import type {Problem} from './validate.ts'

/** Lists of the document whose entries refer to others, and by which fields. */
const referring: readonly (readonly [list: readonly string[], fields: readonly string[]])[] = [
  [['dependencies'], ['ref', 'dependsOn', 'provides']],
  [['compositions'], ['assemblies', 'dependencies', 'vulnerabilities']],
  [['annotations'], ['subjects']],
  [['citations'], ['attributedTo', 'process']],
  [
    ['declarations', 'claims'],
    ['target', 'evidence', 'counterEvidence'],
  ],
  [['declarations', 'attestations'], ['assessor']],
]

interface Reference {
  readonly ref: unknown
  readonly pointer: string
}

/** What no schema says: every bom-ref is there once, and every reference leads to one. */
export function findBrokenReferences(document: UnknownRecord): readonly Problem[] {
  const problems: Problem[] = []
  const places = new Map<string, string>()
  const references: Reference[] = []
  for (const {pointer, node} of nodesOf(document)) {
    for (const reference of ownReferences(node, pointer)) references.push(reference)
    problems.push(...brokenLinks(node, pointer))
    const ref = node['bom-ref']
    if (typeof ref !== 'string') continue
    const first = places.get(ref)
    if (first === undefined) places.set(ref, pointer)
    else problems.push(doubled(ref, pointer, first))
  }
  for (const [path, fields] of referring)
    for (const reference of listedReferences(document, path, fields)) references.push(reference)
  const isKnown = (ref: string): boolean => places.has(ref) || leadsElsewhere(ref, document, places)
  for (const {ref, pointer} of references) {
    if (typeof ref === 'string' && !isKnown(ref)) {
      problems.push({
        code: 'ref-dangling',
        pointer,
        message: `no component has the bom-ref ${ref}`,
        fix: 'Add what it refers to, or leave the reference out',
      })
    }
  }
  return [...problems, ...brokenPointers(document)]
}

/**
 * Nothing refers into formulation but itself, and the official examples use a bom-ref twice there; cdxgen repeats
 * itself as the one who annotates.
 */
function doubled(ref: string, second: string, first: string): Problem {
  const [pointer, other] = besidePattern.test(first) ? [first, second] : [second, first]
  return {
    code: 'ref-doubled',
    level: besidePattern.test(pointer) ? 'warning' : 'error',
    pointer,
    message: `bom-ref ${ref} is also at ${other}`,
    fix: 'Give each a bom-ref of its own',
  }
}

const besidePattern = /^\/(?:formulation|annotations\/\d{1,9}\/annotator)\//

/** References inside a component: data sets of a model card, tools of evidence, targets of a vulnerability. */
function ownReferences(node: UnknownRecord, pointer: string): Reference[] {
  const parameters = asRecord(asRecord(node['modelCard'])?.['modelParameters'])
  const datasets = asList(parameters?.['datasets']).map((item, index) => ({
    ref: asRecord(item)?.['ref'],
    pointer: `${pointer}/modelCard/modelParameters/datasets/${index}`,
  }))
  if (!/^\/vulnerabilities\/\d{1,9}$/.test(pointer)) return datasets
  return asList(node['affects']).map((item, index) => ({
    ref: asRecord(item)?.['ref'],
    pointer: `${pointer}/affects/${index}/ref`,
  }))
}

function listedReferences(document: UnknownRecord, path: readonly string[], fields: readonly string[]): Reference[] {
  const list = path.reduce<unknown>((value, name) => asRecord(value)?.[name], document)
  return asList(list).flatMap((item, index) =>
    fields.flatMap(field => {
      const value = asRecord(item)?.[field]
      return (Array.isArray(value) ? value : [value]).map(
        (ref): Reference => ({ref, pointer: `/${path.join('/')}/${index}/${field}`}),
      )
    }),
  )
}

const linkPattern = /^urn:cdx:([0-9a-f-]{36})\/(\d{1,9})(?:#(.{1,4096}))?$/s

/** A BOM-Link to another document; one to this document must lead to something in it. */
function leadsElsewhere(
  ref: string,
  {serialNumber, version}: UnknownRecord,
  places: ReadonlyMap<string, string>,
): boolean {
  const [, serial, at, target] = linkPattern.exec(ref) ?? []
  if (serial === undefined) return false
  if (`urn:uuid:${serial}` !== serialNumber || Number(at) !== Number(version ?? 1) || target === undefined) return true
  return places.has(target) || places.has(decodePercent(target))
}

/** Pointers of citations lead to something in the document. */
function brokenPointers(document: UnknownRecord): Problem[] {
  return recordsOf(document['citations']).flatMap((citation, index) =>
    asList(citation['pointers']).flatMap((pointer, at): Problem[] => {
      if (typeof pointer !== 'string' || valueAtPointer(document, pointer) !== undefined) return []
      return [
        {
          code: 'pointer-dangling',
          pointer: `/citations/${index}/pointers/${at}`,
          message: `nothing is at ${pointer}`,
          fix: 'Point to what is cited: positions change when components are sorted',
        },
      ]
    }),
  )
}

/** A BOM-Link names a serial number and a version. */
function brokenLinks(node: UnknownRecord, pointer: string): Problem[] {
  return recordsOf(node['externalReferences']).flatMap(({url}, index): Problem[] => {
    if (typeof url !== 'string' || !url.startsWith('urn:cdx:') || linkPattern.test(url)) return []
    const fix = 'Write it as urn:cdx:<serial number>/<version>'
    return [
      {
        level: 'warning',
        code: 'link-invalid',
        pointer: `${pointer}/externalReferences/${index}/url`,
        message: `${url} is not a BOM-Link`,
        fix,
      },
    ]
  })
}

/** Dependencies that lead back to where they began, each circle once, as the bom-refs in it. */
export function findCycles(document: UnknownRecord): readonly (readonly string[])[] {
  const edges = new Map<string, string[]>()
  for (const {ref, dependsOn} of recordsOf(document['dependencies'])) {
    const from = asText(ref)
    if (from === undefined) continue
    const known = edges.get(from)
    const targets = asList(dependsOn).filter(to => typeof to === 'string')
    // one component may have several entries: all of them hold
    if (known === undefined) edges.set(from, targets)
    else for (const to of targets) known.push(to)
  }
  const done = new Set<string>()
  const cycles: string[][] = []
  for (const start of edges.keys()) if (!done.has(start)) cycles.push(...cyclesFrom(start, edges, done))
  return cycles
}

/** Depth first, with a stack: a graph may be as deep as it has nodes. */
function cyclesFrom(start: string, edges: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[][] {
  const cycles: string[][] = []
  const path: string[] = [start]
  const depth = new Map([[start, 0]])
  const stack = [{node: start, next: 0}]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = edges.get(top.node)?.[top.next++]
    if (to === undefined) {
      stack.pop()
      path.pop()
      depth.delete(top.node)
      done.add(top.node)
    } else {
      const begun = depth.get(to)
      if (begun !== undefined) cycles.push(path.slice(begun))
      else if (!done.has(to) && edges.has(to)) {
        depth.set(to, path.length)
        path.push(to)
        stack.push({node: to, next: 0})
      }
    }
  }
  return cycles
}
