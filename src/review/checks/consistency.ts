import {asRecord, asText} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {familyIn, plainName} from '../facts/families.ts'
import type {Part} from '../view.ts'
import {originsOf} from './licences.ts'
import {checkBaseSize} from './model/base-size.ts'
import {checkBase} from './model/stated-base.ts'
import {checkSize} from './sizes.ts'
import {hasBase} from './truth/origins.ts'

/** Statements of one document about one model that cannot all be true. */
export function checkConsistency(context: ReviewContext): void {
  for (const model of context.view.models) {
    checkSize(model, context)
    checkArchitecture(model, context)
    checkBase(model, context)
    checkLineage(model, context)
    checkBaseSize(model, context)
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
