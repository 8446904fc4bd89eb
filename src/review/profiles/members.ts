import type {UnknownRecord} from '../../lib/narrow.ts'
import {pointerSegment} from '../../lib/parse/json-pointer.ts'
import type {BomView, Part} from '../view.ts'
import type {Found} from './paths.ts'
import {withoutReviews} from './without-reviews.ts'

/** A document in which `$.components[*]` is every component, wherever it stands: nested ones and the subject too. */
export interface FlatDocument {
  readonly document: UnknownRecord
  /** JSON pointer in the real document. */
  pointerOf(location: Found['location']): string
  /** The component or service at a place, or around it. */
  partAt(location: Found['location']): Part | undefined
}

/** A component, with what a model card says of the same data set. */
interface Member {
  readonly part: Part
  readonly node: UnknownRecord
  /** the entry of the card, where it says what the component leaves open */
  readonly card: Part | undefined
}

/** Files are left out, and so are origins but for data sets in a card: they are parts of others, or made by others. */
export function flatten(view: BomView): FlatDocument {
  const members = membersOf(view)
  const pointerOf = (location: Found['location']): string => {
    const [head, index, ...rest] = location
    const member = head === 'components' && typeof index === 'number' ? members[index] : undefined
    if (member === undefined) return toPointer('', location)
    const {part, card} = member
    if (card !== undefined && part.node[String(rest[0])] === undefined) return card.pointer
    // a data set inside a card is a component only here: the document has no places inside it
    return isInline(part) ? part.pointer : toPointer(part.pointer, rest)
  }
  return {
    document: {...withoutReviews(view.document), components: members.map(({node}) => node)},
    pointerOf,
    partAt([head, index]) {
      if (head === 'components' && typeof index === 'number') return members[index]?.part
      return head === 'services' && typeof index === 'number' ? view.services[index] : undefined
    },
  }
}

/** A data set that a card describes inside itself and that is a component too is one, as is one in several cards. */
function membersOf(view: BomView): readonly Member[] {
  const parts = view.parts.filter(part => isMember(part, view))
  const cards = new Map(
    parts
      .filter(isInline)
      .toReversed()
      .map(part => [plainName(part), part]),
  )
  const own = new Set(parts.filter(part => part.role === 'dataset' && !isInline(part)).map(plainName))
  return parts
    .filter(part => !isInline(part) || (!own.has(plainName(part)) && cards.get(plainName(part)) === part))
    .map(part => {
      const card = part.role === 'dataset' && !isInline(part) ? cards.get(plainName(part)) : undefined
      return {part, card, node: card === undefined ? part.node : {...card.node, ...part.node}}
    })
}

function plainName({name}: Part): string {
  return name.trim().toLowerCase()
}

/** Files are what models have; origins are what others made. A product is judged by its own paths. */
function isMember(part: Part, view: BomView): boolean {
  if (part.isOrigin) return isInline(part)
  if (part === view.subject) return part.role === 'model'
  return part.parent === undefined || part.parent === view.subject || part.role === 'model' || part.role === 'dataset'
}

function isInline({pointer}: Part): boolean {
  return /\/modelCard\/modelParameters\/datasets\/\d+$/.test(pointer)
}

function toPointer(start: string, names: readonly (string | number)[]): string {
  return start + names.map(name => `/${pointerSegment(String(name))}`).join('')
}
