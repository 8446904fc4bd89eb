import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {bitsIn, isGgufLevel} from '../../facts/quantization.ts'
import {filesOf, type Part, propertiesLike} from '../../view.ts'

/** A sentence of the whole model; what is lost by quantizing it is told elsewhere. */
const describedPattern = /\b((?:[2348]|16)-bits?|int[48]|nf4|fp(?:4|8|16))[- ]quanti[sz]ed\b/i
/** llama.cpp has 1 to 8 bits, and 16. */
const unknownLevel = /(?:^|[-_. ])(i?q(?:9|[1-9]\d)(?:_[a-z0-9]{1,3}){0,2})(?=$|[-_. ])/i
const fieldPattern = /(?:^|:)quantization$/

/** Name and fields of a model that state another quantization each, and a format in the name that no file has. */
export function checkQuantization({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const name = asText(model.node['name']) ?? ''
    const stated = propertiesLike(model.node, fieldPattern)[0]
    const [byName, byField] = [bitsIn(name), stated === undefined ? undefined : bitsIn(stated)]
    if (stated !== undefined && byName !== undefined && byField !== undefined && byName !== byField)
      tell(
        model,
        [name, stated],
        `${model.name}: ${byName} bits according to its name, ${stated} according to its properties`,
        notes,
      )
    tellTwo(model, notes)
    tellOthers(model, name, stated, notes)
    const weights = filesOf(view, model).filter(({role}) => role === 'weights')
    const isGguf = /(?:^|[-_.])gguf(?:$|[-_.])/i.test(name)
    const isLevel = stated !== undefined && isGgufLevel(stated)
    if (!(isGguf || isLevel) || weights.length === 0 || weights.some(file => /\.gguf$/i.test(file.name))) continue
    const files = weights.map(file => file.name)
    tell(
      model,
      [name, files.join(', ')],
      `${model.name} is ${isGguf ? 'called GGUF' : `quantized to ${stated ?? ''}, a level of GGUF`}, but its weights are ${files.slice(0, 3).join(', ')}`,
      notes,
    )
  }
}

/** Two fields of one name that state other bits. */
function tellTwo(model: Part, notes: ReviewContext['notes']): void {
  const [first, ...others] = propertiesLike(model.node, fieldPattern).filter(text => bitsIn(text) !== undefined)
  const other = others.find(text => first !== undefined && bitsIn(text) !== bitsIn(first))
  if (first === undefined || other === undefined) return
  tell(model, [first, other], `${model.name}: its properties give two quantizations, ${first} and ${other}`, notes)
}

/** What the description says, and a level that no program has. */
function tellOthers(model: Part, name: string, stated: string | undefined, notes: ReviewContext['notes']): void {
  const [, told] = describedPattern.exec(asText(model.node['description']) ?? '') ?? []
  const bits = stated === undefined ? undefined : bitsIn(stated)
  if (stated !== undefined && told !== undefined && bits !== undefined && bitsIn(told) !== bits)
    tell(
      model,
      [told, stated],
      `${model.name}: ${told} according to its description, ${stated} according to its properties`,
      notes,
    )
  const [, level] = unknownLevel.exec(stated ?? name) ?? []
  if (level !== undefined) tell(model, [name, level], `${model.name}: the quantization ${level} does not exist`, notes)
}

function tell(
  {pointer, name}: Part,
  [byName, other]: readonly [string, string],
  message: string,
  notes: ReviewContext['notes'],
): void {
  const conflict = [
    {value: byName, source: 'its name or description'},
    {value: other, source: 'the BOM'},
  ]
  notes.find('quantization-in-doubt', {
    subject: name,
    message,
    conflict,
    evidence: [notes.cite(`${pointer}/name`, byName), notes.cite(pointer, other)],
  })
}
