import {propertiesOf} from '../../bom/stated/node.ts'
import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {familyIn, plainName} from '../facts/families.ts'
import {filesOf, type Part} from '../view.ts'
import {originsOf} from './licences.ts'
import {checkSize} from './sizes.ts'
import {hasBase} from './truth.ts'

/** Statements of one document about one model that cannot all be true. */
export function checkConsistency(context: ReviewContext): void {
  for (const model of context.view.models) {
    checkSize(model, context)
    checkArchitecture(model, context)
    checkBase(model, context)
    checkLineage(model, context)
    checkMeasures(model, context)
  }
}

/** The family and the class of a model name two families: `bert` and `LlamaForCausalLM`. */
function checkArchitecture(model: Part, {notes}: ReviewContext): void {
  const parameters = asRecord(asRecord(model.node['modelCard'])?.['modelParameters'])
  const at = `${model.pointer}/modelCard/modelParameters`
  const [family, architecture] = [asText(parameters?.['architectureFamily']), asText(parameters?.['modelArchitecture'])]
  if (family === undefined || architecture === undefined) return
  const [one, other] = [familyIn(family), familyIn(architecture)]
  if (one === undefined || other === undefined || one === other) return
  if (plainName(architecture).includes(plainName(family)) || plainName(family).includes(plainName(architecture))) return
  const conflict = [
    {value: family, source: 'its architecture family'},
    {value: architecture, source: 'its architecture'},
  ]
  const evidence = [notes.cite(`${at}/architectureFamily`, family), notes.cite(`${at}/modelArchitecture`, architecture)]
  notes.find('architecture-in-doubt', {
    subject: model.name,
    message: `the architecture family of ${model.name} is ${family}, but its architecture is ${architecture}`,
    conflict,
    evidence,
  })
}

const madeFromPattern =
  /\b(?:fine-?tun(?:e|ed|ing)|derived|distilled|quanti[sz]ed|converted|adapted|built|based|merged|version|variant|trained)(?: version| variant)? (?:from|of|on|on top of) (?:the )?([A-Za-z][\w./-]{1,80})/i

/** A sentence of the card names another base than the pedigree; an adapter names none. */
function checkBase(model: Part, {view, notes}: ReviewContext): void {
  const {bases} = originsOf(model, view)
  const text = asText(model.node['description']) ?? ''
  const [, told] = madeFromPattern.exec(text) ?? []
  const family = told === undefined ? undefined : familyIn(told)
  const [base] = bases
  if (
    told !== undefined &&
    family !== undefined &&
    base !== undefined &&
    !bases.some(part => isOf(part, family, told))
  ) {
    const conflict = [
      {value: base.name, source: 'its pedigree'},
      {value: told, source: 'its description'},
    ]
    const evidence = [notes.cite(base.pointer, base.name), notes.cite(`${model.pointer}/description`, text)]
    notes.find('base-in-doubt', {
      subject: model.name,
      message: `${model.name} is said to be based on both ${base.name} and ${told}`,
      conflict,
      evidence,
    })
  }
  if (bases.length > 0) return
  if (told !== undefined && (family !== undefined || told.includes('/'))) {
    const evidence = [notes.cite(`${model.pointer}/description`, text)]
    const message = `the description of ${model.name} says it is based on ${told}, but the BOM does not list that model`
    notes.find('base-unknown', {subject: model.name, message, severity: 'low', evidence})
  }
  if (told !== undefined) return
  const adapter = filesOf(view, model).find(({name}) => /(?:^|\/)adapter_(?:model|config)\.\w{1,12}$/.test(name))
  const isAdapter =
    adapter !== undefined ||
    /^(?:q?a?lora|adapter|prompt)$/i.test(propertiesOf(model.node, 'cdx:ai-ml:model:parameter:tune_method')[0] ?? '')
  if (!isAdapter) return
  const at = adapter ?? model
  notes.find('base-unknown', {
    subject: model.name,
    message: `${model.name} is an adapter, but names no base model`,
    evidence: [notes.cite(at.pointer, at.name)],
  })
}

/** Families whose weights are loaded by one class each: what was made from them is of that class. */
const ownClass: ReadonlySet<string> = new Set([
  'llama',
  'mistral',
  'mixtral',
  'qwen',
  'gemma',
  'falcon',
  'bloom',
  'bert',
  'roberta',
  'whisper',
  't5',
  'gptj',
  'gptneox',
  'gpt2',
  'phi',
  'mamba',
  'olmo',
])

/**
 * A model made from weights of one family, that is of a class of another one. What its files or registry say of the
 * base too is taken as it is.
 */
function checkLineage(model: Part, {view, notes, artifacts}: ReviewContext): void {
  const parameters = asRecord(asRecord(model.node['modelCard'])?.['modelParameters'])
  const fields = ['architectureFamily', 'modelArchitecture'] as const
  const own = fields.map(field => familyIn(asText(parameters?.[field]) ?? ''))
  const [base, ...others] = originsOf(model, view).bases
  const family = base === undefined ? undefined : familyIn(base.name)
  if (base === undefined || family === undefined || others.length > 0 || !ownClass.has(family)) return
  const at = own.findIndex(each => each !== undefined && ownClass.has(each) && each !== family)
  const field = fields[at]
  if (field === undefined || own.includes(family)) return
  if (artifacts.some(artifact => hasBase(artifact, base.name))) return
  const stated = asText(parameters?.[field]) ?? ''
  notes.find('base-in-doubt', {
    subject: model.name,
    message: `${model.name} is a ${stated} model, but is based on ${base.name}`,
    conflict: [
      {value: stated, source: 'its model card'},
      {value: base.name, source: 'its pedigree'},
    ],
    evidence: [
      notes.cite(`${model.pointer}/modelCard/modelParameters/${field}`, stated),
      notes.cite(base.pointer, base.name),
    ],
  })
}

/** The base is of that family, or of none that a name could tell and not another one. */
function isOf({name, node}: Part, family: string, told: string): boolean {
  const stated = plainName(
    `${name} ${String(node['description'] ?? '')} ${JSON.stringify(asRecord(node['modelCard'])?.['modelParameters'] ?? '')}`,
  )
  return stated.includes(family) || stated.includes(plainName(told))
}

/** Kinds of measures that lie between 0 and 1, or 0 and 100. */
const sharePattern =
  /^(?:accuracy|acc|f1|precision|recall|auc|auroc|roc[-_ ]?auc|exact[-_ ]?match|em|map|iou|miou|top[-_ ]?[15])\b/i

function checkMeasures(model: Part, {notes}: ReviewContext): void {
  const at = `${model.pointer}/modelCard/quantitativeAnalysis/performanceMetrics`
  const metrics = asRecord(asRecord(model.node['modelCard'])?.['quantitativeAnalysis'])?.['performanceMetrics']
  for (const [index, metric] of indexedRecords(metrics)) {
    const [text, kind] = [asText(metric['value']), asText(metric['type']) ?? 'measure']
    const fault = text === undefined ? undefined : faultIn(text, kind, asRecord(metric['confidenceInterval']))
    if (text === undefined || fault === undefined) continue
    const evidence = [notes.cite(`${at}/${index}`, text)]
    notes.find('measure-wrong', {subject: model.name, message: `${kind} of ${model.name}: ${fault}`, evidence})
  }
}

function faultIn(text: string, kind: string, interval: UnknownRecord | undefined): string | undefined {
  const figure = numberIn(text)
  const [lower, upper] = [numberIn(asText(interval?.['lowerBound'])), numberIn(asText(interval?.['upperBound']))]
  if (figure === undefined) return undefined
  if (lower !== undefined && upper !== undefined && lower > upper)
    return `its interval starts at ${lower} and ends at ${upper}`
  if (figure < (lower ?? figure) || figure > (upper ?? figure))
    return `${text} is outside its own interval, ${lower ?? '?'} to ${upper ?? '?'}`
  return sharePattern.test(kind) && (figure < 0 || figure > 100) ? `${text} is outside the possible range` : undefined
}

function numberIn(text: string | undefined): number | undefined {
  const [, digits] = /^\s{0,9}(-?\d{1,12}(?:\.\d{1,12})?)\s{0,9}%?\s{0,9}$/.exec(text ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}
