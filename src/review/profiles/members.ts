import {pointerSegment} from '../../bom/spec/nodes.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
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

/** Files are left out, and so are origins but for data sets in a card: they are parts of others, or made by others. */
export function flatten(view: BomView): FlatDocument {
  const parts = view.parts.filter(part => isMember(part, view))
  const pointerOf = (location: Found['location']): string => {
    const [head, index, ...rest] = location
    const part = head === 'components' && typeof index === 'number' ? parts[index] : undefined
    if (part === undefined) return toPointer('', location)
    // a data set inside a card is a component only here: the document has no places inside it
    return isInline(part) ? part.pointer : toPointer(part.pointer, rest)
  }
  return {
    document: {...withoutReviews(view.document), components: parts.map(({node}) => node)},
    pointerOf,
    partAt([head, index]) {
      if (head === 'components' && typeof index === 'number') return parts[index]
      return head === 'services' && typeof index === 'number' ? view.services[index] : undefined
    },
  }
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
