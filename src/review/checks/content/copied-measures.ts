import {asRecord, asText, indexedRecords} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {originsOf} from '../licences.ts'

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
      const figures = same.slice(0, sameFigures).map(({figure}) => figure)
      notes.find('card-copied', {
        subject: model.name,
        message: `${model.name} has the same results as its base ${base.name}, to the last digit: ${figures.join('; ')}`,
        evidence: same
          .slice(0, sameFigures)
          .flatMap(({figure, at, pointer}) => [notes.cite(at, figure), notes.cite(pointer, figure)]),
      })
    }
  }
}

/** `mmlu 0.4137 (test)` with its place; figures of few digits are left out. */
function figuresOf({node, pointer}: Part): ReadonlyMap<string, string> {
  const list = asRecord(asRecord(node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']
  return new Map(
    indexedRecords(list).flatMap(([index, {type, value, slice}]) => {
      const figure = asText(value) ?? ''
      if (figure.replace(/\D/g, '').replace(/^0+/, '').length < leastDigits) return []
      const data = asText(slice)
      return [
        [
          `${asText(type) ?? ''} ${figure}${data === undefined ? '' : ` (${data})`}`,
          `${pointer}/modelCard/quantitativeAnalysis/performanceMetrics/${index}`,
        ] as const,
      ]
    }),
  )
}
