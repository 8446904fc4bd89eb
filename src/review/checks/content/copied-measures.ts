import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {originsOf} from '../licences.ts'
import {measuresOf} from '../model/measures.ts'

/** So many figures of two models do not agree to the last digit by chance. */
const sameFigures = 3
const leastDigits = 3

/** A model with the very results of what it was made from. */
export function checkCopiedMeasures({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const own = figuresOf(model)
    if (own.size < sameFigures) continue
    for (const base of originsOf(model, view).bases) {
      const same = [...figuresOf(base)].flatMap(([figure, pointer]) => {
        const at = own.get(figure)
        return at === undefined ? [] : [{figure, at, pointer}]
      })
      if (same.length < sameFigures) continue
      const told = same.slice(0, sameFigures)
      notes.find('card-copied', {
        subject: model.name,
        message: `${model.name} has the same results as its base ${base.name}, to the last digit: ${told.map(({figure}) => figure).join('; ')}`,
        evidence: told.flatMap(({figure, at, pointer}) => [notes.cite(at, figure), notes.cite(pointer, figure)]),
      })
    }
  }
}

/** `mmlu 0.4137 (test)` with its place; figures of few digits are left out. */
function figuresOf(model: Part): ReadonlyMap<string, string> {
  return new Map(
    measuresOf(model)
      .filter(({text}) => text.replace(/\D/g, '').replace(/^0+/, '').length >= leastDigits)
      .map(({kind, text, slice, pointer}) => [`${kind} ${text}${slice === undefined ? '' : ` (${slice})`}`, pointer]),
  )
}
