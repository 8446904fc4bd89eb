import {membersOf} from '../../../code/resolve/members.ts'
import {type Resolved, writtenText} from '../../../code/resolve/resolved.ts'
import {sha256Hex} from '../../../lib/digest.ts'
import type {Finder} from '../finder.ts'
import {listText} from '../prompts/joined-text.ts'
import type {Steering} from './steered-by.ts'

/** The texts that an agent is given as its instructions, of this file or of others; of a list, all of it and each part. */
export function steeringsOf(finder: Finder, agent: string, given: readonly Resolved[]): Steering[] {
  const values = given.flatMap(value =>
    value.kind === 'list' ? [...listText(finder, value), ...(membersOf(finder.resolver, value) ?? [])] : [value],
  )
  return values.flatMap(value => {
    if (value.kind !== 'text' && value.kind !== 'partial') return []
    return [{agent, path: value.place.path, sha256: sha256Hex(writtenText(value))}]
  })
}
