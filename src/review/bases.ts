import {findCycles} from '../bom/check/integrity.ts'
import {asText, recordsOf, textsOf, type UnknownRecord} from '../lib/narrow.ts'

/** What is asked of a component here. */
interface Part {
  readonly node: UnknownRecord
  readonly role: string
  /** `group/name` */
  readonly name: string
  readonly ref: string | undefined
  readonly parent: Part | undefined
  readonly isOrigin: boolean
}

/** Models that another model depends on, or lists as its ancestor, are what it was made from: bom-refs. */
export function basesIn(document: UnknownRecord, parts: readonly Part[]): ReadonlySet<string> {
  const origins = new Set(
    parts.filter(({isOrigin, role}) => isOrigin && role === 'model').flatMap(part => [...identitiesOf(part)]),
  )
  const ancestors = parts
    .filter(({ref, isOrigin}) => ref !== undefined && !isOrigin)
    .filter(part => [...identitiesOf(part)].some(id => origins.has(id)))
  const models = new Set(parts.flatMap(({role, ref}) => (role === 'model' && ref !== undefined ? [ref] : [])))
  const edges = recordsOf(document['dependencies']).flatMap(({ref, dependsOn}) => {
    const from = asText(ref)
    if (from === undefined || !models.has(from)) return []
    return textsOf(dependsOn).flatMap(to => (models.has(to) && to !== from ? [[from, to] as const] : []))
  })
  const pairs = new Set(edges.map(([from, to]) => `${from}\n${to}`))
  const depended = edges.flatMap(([from, to]) => (pairs.has(`${to}\n${from}`) ? [] : [to]))
  const circle = new Set(circlesIn(parts).flat())
  const isCircular = (part: Part): boolean => identitiesOf(part).some(id => circle.has(id))
  return new Set([
    ...depended,
    ...ancestors.filter(part => !isAncestorOfItself(part, parts) && !isCircular(part)).flatMap(({ref}) => ref ?? []),
  ])
}

/** Models that are each other's ancestor, directly or by others: their identities, a list for each circle. */
export function circlesIn(parts: readonly Part[]): readonly (readonly string[])[] {
  const ancestors = new Map<string, Set<string>>()
  for (const part of parts) {
    if (!part.isOrigin || part.role !== 'model' || part.parent === undefined) continue
    for (const from of identitiesOf(part.parent))
      for (const to of identitiesOf(part))
        if (from !== to) ancestors.set(from, (ancestors.get(from) ?? new Set()).add(to))
  }
  return findCycles({dependencies: [...ancestors].map(([ref, to]) => ({ref, dependsOn: [...to]}))})
}

/** Names by which one component is another: its purl without the version, else its name. */
function identitiesOf({node, name}: Part): readonly string[] {
  const purl = asText(node['purl'])?.replace(/[@?#].*$/s, '')
  return purl === undefined ? (name.includes('/') ? [name.toLowerCase()] : []) : [purl]
}

function isAncestorOfItself(part: Part, parts: readonly Part[]): boolean {
  const own = new Set(identitiesOf(part))
  return parts.some(each => each.isOrigin && identitiesOf(each).some(id => own.has(id)) && isInside(each, part))
}

function isInside(part: Part, outer: Part): boolean {
  for (let at = part.parent; at !== undefined; at = at.parent) if (at === outer) return true
  return false
}
