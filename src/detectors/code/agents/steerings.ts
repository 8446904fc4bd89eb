import type {Resolved} from '../../../code/resolve/resolved.ts'
import {sha256Hex} from '../../../lib/digest.ts'
import type {Finder} from '../finder.ts'
import {listText} from '../prompts/joined-text.ts'
import {textOfPrompt} from '../prompts/prompt-bag.ts'
import type {Steering} from './steered-by.ts'

/** The texts that an agent is given as its instructions, of this file or of others; of a list, all of it and each part. */
export function steeringsOf(finder: Finder, agent: string, given: readonly Resolved[]): Steering[] {
  const values = given.flatMap(value =>
    value.kind === 'list' ? [...listText(finder, value), ...membersAsText(finder, value)] : [value],
  )
  return values.flatMap(value => {
    if (value.kind !== 'text' && value.kind !== 'partial') return []
    return [{agent, path: value.place.path, sha256: sha256Hex(textOfPrompt(value))}]
  })
}

function membersAsText(finder: Finder, list: Extract<Resolved, {kind: 'list'}>): readonly Resolved[] {
  return list.items.slice(0, 200).flatMap(item => finder.resolver.resolve(item, list.context))
}
