import type {Argument, Module, Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {addTo} from '../../../lib/group.ts'
import {oncePer} from '../../../lib/remember.ts'
import {sureModel} from './known-names.ts'
import {onlySortsModels} from './named-models.ts'

/** Models that everybody knows among what is offered, so that the rest are models as well. */
const knownLimit = 2
const offeredLimit = 100

/** `pick("gpt-4o"); pick("gpt-5"); pick("o3")`: functions that are given one model after the other. */
export const functionsOfModels = oncePer((module: Module): ReadonlySet<string> => {
  const given = new Map<string, string[]>()
  for (const {call} of module.calls)
    for (const {name, value} of call.args)
      if (name === undefined && value.kind === 'text' && sureModel(value.text) !== undefined)
        addTo(given, lastName(call.callee), value.text)
  return new Set([...given].flatMap(([callee, names]) => (new Set(names).size >= knownLimit ? [callee] : [])))
})

/** `ask("Which one?", limited_to: %w[gpt-4o o3])`: models that a call lets somebody choose from, whatever the name. */
export function offersModels({name, value}: Argument): boolean {
  return (
    name !== undefined &&
    value.kind === 'list' &&
    value.isSet !== true &&
    !onlySortsModels(name) &&
    areModels(value.items)
  )
}

function areModels(items: readonly Value[]): boolean {
  const texts = items.slice(0, offeredLimit)
  const known = texts.filter(item => item.kind === 'text' && sureModel(item.text) !== undefined).length
  return known >= knownLimit && known * 2 >= texts.length
}
