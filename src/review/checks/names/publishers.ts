import {parsePurl} from '../../../bom/check/values.ts'
import {wellKnownPublishers} from '../../../inventory/well-known-names.ts'
import {isOneSlip, skeletonOf} from '../../../lib/names/look-alike.ts'
import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {entitiesOf} from './entities.ts'
import {tellLookAlike} from './tell.ts'

const known: ReadonlySet<string> = new Set(wellKnownPublishers.map(name => name.toLowerCase()))
const skeletons: ReadonlyMap<string, string> = new Map(wellKnownPublishers.map(name => [skeletonOf(name), name]))
/** One letter of a short name is half of it. */
const shortest = 6
const appended = /[-_.](?:official|inc|real|team|models|labs|org|llc|verified|hf)$/

/** Owners and makers whose names are a slip away from those of well-known publishers. */
export function checkPublishers({view, notes}: ReviewContext): void {
  const told = new Set<string>()
  const tell = (owner: string, imitated: string | undefined, part: Part | undefined, pointer: string): void => {
    if (imitated === undefined || told.has(owner)) return
    told.add(owner)
    tellLookAlike(
      {name: owner, imitated, list: 'list of well-known publishers', subject: part?.name ?? '', pointer},
      notes,
    )
  }
  for (const part of view.parts) {
    if (part.role !== 'model' && part.role !== 'dataset') continue
    for (const {owner, pointer} of ownersOf(part)) tell(owner, imitatedBy(owner), part, pointer)
  }
  for (const {name, pointer, part} of entitiesOf(view)) tell(name, disguised(name), part, pointer)
}

function ownersOf({node, pointer}: Part): {owner: string; pointer: string}[] {
  const owners: {owner: string; pointer: string}[] = []
  const purl = asText(node['purl'])
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  const namespace = typeof parsed === 'object' ? parsed.namespace?.replace(/^datasets\/?/, '') : undefined
  if (namespace !== undefined && namespace !== '') owners.push({owner: namespace, pointer: `${pointer}/purl`})
  const group = asText(node['group'])
  // of a model with a package URL, the group is what people call the maker
  if (group !== undefined && owners.length === 0 && !group.includes(' '))
    owners.push({owner: group, pointer: `${pointer}/group`})
  const [owner, rest] = (asText(node['name']) ?? '').split('/')
  if (owner !== undefined && owner !== '' && rest !== undefined) owners.push({owner, pointer: `${pointer}/name`})
  return owners
}

/** @returns the name that it is taken for; undefined for that name itself, and for names of their own */
export function imitatedBy(owner: string): string | undefined {
  const name = owner.toLowerCase()
  if (known.has(name)) return undefined
  const same = skeletons.get(skeletonOf(name)) ?? skeletons.get(skeletonOf(name.replace(appended, '')))
  if (same !== undefined) return same
  const turned = skeletonOf(name.split(/[-_.]/).reverse().join(''))
  if (/[-_.]/.test(name) && skeletons.has(turned)) return skeletons.get(turned)
  if (name.length < shortest) return undefined
  return wellKnownPublishers.find(each => each.length >= shortest && isOneSlip(name, each.toLowerCase()))
}

/** People write a maker's name with spaces and capitals; other letters in it are no way of writing. */
function disguised(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/[-_. ]/g, '')
  const imitated = skeletons.get(skeletonOf(name))
  if (imitated === undefined || wellKnownPublishers.some(each => each.toLowerCase().replace(/[-_. ]/g, '') === plain))
    return undefined
  return imitated
}
