import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {bitsIn} from '../../facts/quantization.ts'
import {filesOf, type Part, propertiesLike} from '../../view.ts'

const fieldPattern = /(?:^|:)quantization$/

/** Name and fields of a model that state another quantization each, and a format in the name that no file has. */
export function checkQuantization({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const name = asText(model.node['name']) ?? ''
    const stated = propertiesLike(model.node, fieldPattern)[0]
    const [byName, byField] = [bitsIn(name), stated === undefined ? undefined : bitsIn(stated)]
    if (stated !== undefined && byName !== undefined && byField !== undefined && byName !== byField)
      tell(model, [name, stated], `${model.name}: ${byName} bits by its name, ${stated} by its properties`, notes)
    const weights = filesOf(view, model).filter(({role}) => role === 'weights')
    const isGguf = /(?:^|[-_.])gguf(?:$|[-_.])/i.test(name)
    if (!isGguf || weights.length === 0 || weights.some(file => /\.gguf$/i.test(file.name))) continue
    const files = weights.map(file => file.name)
    tell(
      model,
      [name, files.join(', ')],
      `${model.name} is called GGUF, and its weights are ${files.slice(0, 3).join(', ')}`,
      notes,
    )
  }
}

function tell(
  {pointer, name}: Part,
  [byName, other]: readonly [string, string],
  message: string,
  notes: ReviewContext['notes'],
): void {
  const conflict = [
    {value: byName, source: 'its name'},
    {value: other, source: 'the BOM'},
  ]
  notes.find('quantization-in-doubt', {
    subject: name,
    message,
    conflict,
    evidence: [notes.cite(`${pointer}/name`, byName), notes.cite(pointer, other)],
  })
}
