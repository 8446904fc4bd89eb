import {asRecord, asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {madeBy, modalityOf, neededBy} from '../../facts/modality.ts'
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
    tellTokenizer(model, asText(parameters?.['modelArchitecture']), notes)
    if (formats.length === 0 || known.includes(undefined)) continue
    tellSides(model, task, parameters, notes)
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
  [/^(?:Whisper|Speech2Text)\w{0,40}For/, /^text-|fill-mask|summari[sz]ation|image/i],
]

/** Tokenizers that were made for one kind of model, and the classes that are never trained with them. */
const tokenizers: readonly (readonly [tokenizer: RegExp, classes: RegExp])[] = [
  [/^(?:Distil)?Bert|^Electra/, /^(?:Llama|Mistral|Mixtral|Qwen|Gemma|Phi|Falcon|Deepseek)\w{0,20}For/],
  [/^(?:CLIP|Wav2Vec2)/, /For(?:CausalLM|MaskedLM)$/],
  [/^Whisper/, /^(?!Whisper)\w{1,40}For/],
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

/** A tokenizer that a class of models is never trained with. */
export function isForeignTokenizer(tokenizer: string, architecture: string): boolean {
  return tokenizers.some(([made, classes]) => made.test(tokenizer) && classes.test(architecture))
}

function tellTokenizer(model: Part, architecture: string | undefined, notes: ReviewContext['notes']): void {
  const [stated] = propertiesLike(model.node, /(?:^|:)(?:tokenizer_class|model:tokenizer)$/)
  if (stated === undefined || architecture === undefined || !isForeignTokenizer(stated, architecture)) return
  notes.find('architecture-in-doubt', {
    subject: model.name,
    message: `the tokenizer of ${model.name} is a ${stated}, which a ${architecture} does not use`,
    conflict: [
      {value: stated, source: 'its tokenizer'},
      {value: architecture, source: 'its architecture'},
    ],
    evidence: [
      notes.cite(`${model.pointer}/properties`, stated),
      notes.cite(`${model.pointer}/modelCard/modelParameters/modelArchitecture`, architecture),
    ],
  })
}

/** A task of which it is known what comes out, beside outputs of another kind alone. */
function tellSides(
  model: Part,
  task: string | undefined,
  parameters: UnknownRecord | undefined,
  notes: ReviewContext['notes'],
): void {
  const made = task === undefined ? undefined : madeBy(task)
  const outputs = recordsOf(parameters?.['outputs']).flatMap(({format}) => asText(format) ?? [])
  if (task === undefined || outputs.length === 0) return
  const fits = outputs.some(each => (made === undefined ? neededBy(task) !== 'text' : modalityOf(each) === made))
  // a classifier of texts tells labels and scores, in whatever words
  if (fits || (made === undefined && outputs.some(each => modalityOf(each) === 'text'))) return
  // what no side has is told once
  if (
    neededBy(task) === made &&
    !recordsOf(parameters?.['inputs']).some(({format}) => modalityOf(asText(format) ?? '') === made)
  )
    return
  tell(model, {what: 'task', value: task, formats: outputs, side: 'outputs'}, notes)
}

interface Doubt {
  readonly what: string
  readonly value: string
  readonly formats: readonly string[]
  readonly side?: string
}

function tell(
  {name, pointer}: Part,
  {what, value, formats, side = 'inputs and outputs'}: Doubt,
  notes: ReviewContext['notes'],
): void {
  const both = [...new Set(formats)].join(', ')
  const conflict = [
    {value, source: `its ${what}`},
    {value: both, source: `its ${side}`},
  ]
  const evidence = [notes.cite(`${pointer}/modelCard/modelParameters`, `${value}; ${both}`)]
  notes.find('architecture-in-doubt', {
    subject: name,
    message: `the ${what} of ${name} is ${value}, but its ${side} are ${both}`,
    conflict,
    evidence,
  })
}
