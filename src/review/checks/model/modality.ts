import {asRecord, asText, recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {modalityOf, neededBy} from '../../facts/modality.ts'
import {type Part, propertiesLike} from '../../view.ts'

/** A task, and a modality, that the stated inputs and outputs leave no room for. */
export function checkModality({view, notes}: ReviewContext): void {
  for (const model of view.models) {
    const parameters = asRecord(asRecord(model.node['modelCard'])?.['modelParameters'])
    const formats = ['inputs', 'outputs'].flatMap(side =>
      recordsOf(parameters?.[side]).flatMap(({format}) => asText(format) ?? []),
    )
    const known = formats.map(modalityOf)
    const task = asText(parameters?.['task'])
    tellHead(model, task, asText(parameters?.['modelArchitecture']), notes)
    if (formats.length === 0 || known.includes(undefined)) continue
    const needed = task === undefined ? undefined : neededBy(task)
    if (task !== undefined && needed !== undefined && !known.includes(needed))
      tell(model, {what: 'task', value: task, formats}, notes)
    const [stated] = propertiesLike(model.node, /(?:^|:)modality$/)
    const modality = stated === undefined ? undefined : modalityOf(stated)
    if (stated !== undefined && modality !== undefined && !known.includes(modality))
      tell(model, {what: 'modality', value: stated, formats}, notes)
  }
}

/** What the last layer of a class can do, by the end of its name in transformers. */
const heads: readonly (readonly [ending: RegExp, tasks: RegExp])[] = [
  [
    /For(?:Sequence|Token|Image|Audio|Video)Classification$/,
    /generation|summari[sz]ation|^translation|fill-mask|conversational/i,
  ],
  [/ForQuestionAnswering$/, /generation|summari[sz]ation|^translation|fill-mask|classification/i],
  [/ForMaskedLM$/, /^text-generation|summari[sz]ation|^translation|image|audio|speech/i],
  [/ForObjectDetection$/, /^text-|generation|fill-mask|summari[sz]ation|^translation/i],
  [/ForCTC$/, /^text-|fill-mask|summari[sz]ation|image/i],
]

/** A class that ends in another task: one with a classifier on top generates no text. */
function tellHead(
  model: Part,
  task: string | undefined,
  architecture: string | undefined,
  notes: ReviewContext['notes'],
): void {
  if (task === undefined || architecture === undefined) return
  if (!heads.some(([ending, tasks]) => ending.test(architecture) && tasks.test(task))) return
  const at = `${model.pointer}/modelCard/modelParameters`
  notes.find('architecture-in-doubt', {
    subject: model.name,
    message: `the task of ${model.name} is ${task}, but a ${architecture} cannot do that`,
    conflict: [
      {value: task, source: 'its task'},
      {value: architecture, source: 'its architecture'},
    ],
    evidence: [notes.cite(`${at}/task`, task), notes.cite(`${at}/modelArchitecture`, architecture)],
  })
}

interface Doubt {
  readonly what: string
  readonly value: string
  readonly formats: readonly string[]
}

function tell({name, pointer}: Part, {what, value, formats}: Doubt, notes: ReviewContext['notes']): void {
  const both = [...new Set(formats)].join(', ')
  const conflict = [
    {value, source: `its ${what}`},
    {value: both, source: 'its inputs and outputs'},
  ]
  const evidence = [notes.cite(`${pointer}/modelCard/modelParameters`, `${value}; ${both}`)]
  notes.find('architecture-in-doubt', {
    subject: name,
    message: `the ${what} of ${name} is ${value}, but its inputs and outputs are ${both}`,
    conflict,
    evidence,
  })
}
