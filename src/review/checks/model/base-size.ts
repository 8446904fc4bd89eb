import {agree, sizeInName} from '../../../lib/names/model-size.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import type {Part} from '../../view.ts'
import {originsOf} from '../licences.ts'

/** Ways of making a model from another that leave the number of its parameters as it is. */
const keepsSize =
  /\b(?:fine-?tun(?:ed?|ing)|q?lora|sft|dpo|rlhf|instruction[- ]tun(?:ed|ing)|quanti[sz](?:ed|ation))\b/i
/** And those that change it. */
const changesSize =
  /\b(?:prun(?:ed|ing)|distill\w{0,7}|compress\w{0,5}|upscal\w{0,4}|expan\w{0,6}|depth|width|layers?|experts?|moe|merge of|shrunk|slim\w{0,5}|nas)\b/i

/** A model that was tuned and has another size than the model that it was tuned from, by their names. */
export function checkBaseSize(model: Part, {view, notes}: ReviewContext): void {
  const [base, ...others] = originsOf(model, view).bases.filter(({parent, isOrigin}) => !isOrigin || parent === model)
  if (base === undefined || others.length > 0) return
  const how = [asRecord(model.node['pedigree'])?.['notes'], model.node['description']]
    .flatMap(text => asText(text) ?? [])
    .join('. ')
  if (!keepsSize.test(how) || changesSize.test(`${how} ${model.name}`)) return
  const [own, there] = [sizeInName(model.name), sizeInName(base.name)]
  if (own === undefined || there === undefined || agree(own, there)) return
  notes.find('base-in-doubt', {
    subject: model.name,
    message: `${model.name} was tuned from ${base.name}, which has another size`,
    conflict: [
      {value: model.name, source: 'its name'},
      {value: base.name, source: 'its base'},
    ],
    evidence: [notes.cite(`${model.pointer}/name`, model.name), notes.cite(base.pointer, base.name)],
  })
}
