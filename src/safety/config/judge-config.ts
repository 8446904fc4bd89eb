import {isJsonObject, type JsonObject, type JsonValue} from '../../lib/parse/strict-json.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {LimitReached} from '../budget.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import {judgeTemplate} from '../template/judge-template.ts'
import {judgeModelJson} from './model-json.ts'
import {judgeMxnet, judgeNamedCode, judgeNestedTrust, judgeYolo} from './named-code.ts'
import {servedModules} from './serving.ts'
import {judgedImport, judgeLoader, judgeTarget} from './targets.ts'
import {judgeTokenizer} from './tokenizer.ts'

const depthLimit = 64
const librariesOfPipelines: ReadonlySet<string> = new Set([
  'diffusers',
  'transformers',
  'onnxruntime',
  'optimum',
  'stable_diffusion',
  'flax',
  'peft',
  'open_clip',
  'timm',
])
/** Keys of Hydra, NeMo and Lightning whose value is called. */
const targetKeys: ReadonlySet<string> = new Set(['_target_', '__target__', 'class_path'])
/** Keys of sentence transformers whose value is imported by its name and called; those of others name no module. */
const activationKey = /^(?:activation_fn|activation_function|sbert_ce_default_activation_function)$/
const pathKeys: ReadonlySet<string> = new Set([
  'base_model_name_or_path',
  'weights_path',
  'checkpoint_path',
  'model_file',
  'vocab_file',
  'merges_file',
  'tokenizer_file',
  'filename',
  'spm_file',
  'source_spm',
  'target_spm',
  '_BASE_',
  'subfolder',
])

/** Judges what a configuration makes its reader do: run code that it names, render a template, open a file. */
export function judgeConfig(file: Examination, value: JsonValue): void {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1)
  if (isJsonObject(value)) {
    statFacts(file, value)
    judgeModelJson(file, value)
    judgeYolo(file, value)
    judgeMxnet(file, value)
    judgeNestedTrust(file, value, '')
    for (const [key, module] of servedModules(file.name, value)) nameCode(file, module, key)
    if (isJsonObject(value['weight_map'])) judgeIndex(file, value['weight_map'])
    if (base === 'model_index.json') judgePipeline(file, value)
    if (base === 'tokenizer.json') judgeTokenizer(file, value)
  }
  if (base === 'modules.json' && Array.isArray(value)) judgeModules(file, value)
  walk(file, value, '', 0)
}

function statFacts(file: Examination, value: JsonObject): void {
  for (const [name, item] of Object.entries(value)) {
    const isPlain =
      typeof item === 'string' ? item.length <= 200 : typeof item === 'number' || typeof item === 'boolean'
    if (isPlain || (Array.isArray(item) && item.length <= 16 && item.every(each => typeof each === 'string')))
      file.fact(name, item ?? null)
  }
}

/** Every key at every depth: templates, code and targets may stand anywhere. */
function walk(file: Examination, value: JsonValue, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  assertDepth(depth)
  const entries = isJsonObject(value) ? Object.entries(value) : value.map(item => [undefined, item] as const)
  for (const [key, item] of entries) {
    if (item === undefined || (key === undefined && (typeof item !== 'object' || item === null))) continue
    file.budget.spend('items')
    const place = [path, key].filter(part => part !== undefined && part !== '').join('.')
    if ((key === 'target' && isBuilt(value)) || isOfNemo(file, key, item)) judgeTarget(file, item, place)
    if (key !== undefined) judgeEntry(file, key, item, place)
    walk(file, item, place, depth + 1)
  }
}

function assertDepth(depth: number): void {
  if (depth > depthLimit) throw new LimitReached(`a configuration nested deeper than ${depthLimit}`)
}

function judgeEntry(file: Examination, key: string, item: JsonValue | undefined, path: string): void {
  if (key === 'chat_template' || key === 'tokenizer.chat_template') judgeTemplates(file, path, item)
  if (key === 'auto_map') judgeAutoMap(file, item, path)
  if (key === 'custom_generate' && typeof item === 'string') nameCode(file, item, path)
  if (key === 'model_file' && typeof item === 'string' && item.endsWith('.py')) nameCode(file, item.slice(0, -3), path)
  if (key === 'custom_pipelines' && isJsonObject(item)) judgeCustomPipelines(file, item, path)
  if (namesTarget(key, item)) judgeTarget(file, item, path)
  if (key === 'loader_module') judgeLoader(file, item, path)
  judgeNamedCode(file, key, item, path)
  if (
    typeof item === 'string' &&
    (pathKeys.has(key) || path.endsWith('pretrained_cfg.file') || item.startsWith('nemo:')) &&
    isOutside(item)
  )
    file.find(pathOutside, `${path} names ${JSON.stringify(item)}, outside the folder of the model`, {
      member: path,
      evidence: item,
    })
}

function namesTarget(key: string, item: JsonValue | undefined): boolean {
  return targetKeys.has(key) || (activationKey.test(key) && typeof item === 'string' && item.includes('.'))
}

/** Configurations of diffusion models build `target` with `params`. */
function isBuilt(value: JsonValue): boolean {
  return (
    isJsonObject(value) &&
    typeof value['target'] === 'string' &&
    value['params'] !== undefined &&
    value['target'].includes('.')
  )
}

/** NeMo imports what its configuration names as the class of a model. */
function isOfNemo(file: Examination, key: string | undefined, item: JsonValue): boolean {
  return (
    (key === 'target' || key === 'cls') &&
    /(?:^|\/)model_config\.yaml$/.test(file.name) &&
    typeof item === 'string' &&
    /^\w+(?:[.:]\w+)+$/.test(item)
  )
}

function isOutside(path: string): boolean {
  return leadsOut(path.replace(/^nemo:/, '')) && !/^[A-Za-z]:$/.test(path)
}

/** One template, or several by name. */
function judgeTemplates(file: Examination, path: string, item: JsonValue | undefined): void {
  for (const [name, template] of templatesIn(item)) {
    if (typeof template === 'string') judgeTemplate(file, name === '' ? path : `${path}.${name}`, template)
    // whoever saves the model again names a file by it
    if (leadsOut(name))
      file.find(pathOutside, `${path} names a template ${JSON.stringify(name)}, outside the folder of the model`, {
        member: path,
        evidence: name,
      })
  }
}

function templatesIn(item: JsonValue | undefined): (readonly [name: string, template: JsonValue | undefined])[] {
  if (isJsonObject(item)) return Object.entries(item)
  if (!Array.isArray(item)) return [['', item]]
  return item.filter(isJsonObject).map(each => [String(each['name'] ?? ''), each['template']])
}

function judgeAutoMap(file: Examination, item: JsonValue | undefined, path: string): void {
  for (const target of textsIn(item)) {
    // "repository--module.Class" is code of another repository
    const module = target.includes('--') ? target : target.slice(0, Math.max(0, target.lastIndexOf('.')))
    nameCode(file, module === '' ? target : module, path)
  }
}

function textsIn(item: JsonValue | undefined): string[] {
  if (typeof item === 'string') return [item]
  if (Array.isArray(item)) return item.flatMap(textsIn)
  return isJsonObject(item) ? Object.values(item).flatMap(textsIn) : []
}

function nameCode(file: Examination, module: string, path: string): void {
  const name = module.includes('--') ? module : `${module.replaceAll('.', '/')}.py`
  file.find(codeInside, `${path} has the loader run ${name}`, {member: path, evidence: name})
  if (leadsOut(module))
    file.find(pathOutside, `${path} names ${JSON.stringify(module)}, outside the folder of the model`, {
      member: path,
      evidence: module,
    })
}

function judgeCustomPipelines(file: Examination, item: JsonObject, path: string): void {
  for (const [name, pipeline] of Object.entries(item)) {
    const implementation = isJsonObject(pipeline) ? pipeline['impl'] : undefined
    if (typeof implementation === 'string') judgeAutoMap(file, implementation, `${path}.${name}`)
  }
}

function judgeIndex(file: Examination, weights: JsonObject): void {
  // Keras lists several files for one variable
  for (const shard of new Set(Object.values(weights).flat())) {
    if (typeof shard === 'string' && leadsOut(shard))
      file.find(pathOutside, `the index names ${JSON.stringify(shard)}, outside the folder of the model`, {
        evidence: shard,
      })
  }
}

/** Parts of a diffusion pipeline: `[library, class]`, or code in a file beside it. */
function judgePipeline(file: Examination, index: JsonObject): void {
  for (const [name, item] of Object.entries(index)) {
    if (!Array.isArray(item)) continue
    const [library, type] = item
    if (
      typeof library === 'string' &&
      !librariesOfPipelines.has(library.split('.')[0] ?? '') &&
      typeof type === 'string'
    )
      nameCode(file, library, name)
  }
}

/** A class outside the library: of a file beside the model, or of a module that is installed. */
function judgeModule(file: Examination, type: string): void {
  const module = type.slice(0, Math.max(0, type.lastIndexOf('.')))
  nameCode(file, module, 'type')
  const {rule, message} = judgedImport(module, file.trustedNames)
  if (rule === targetActs) file.find(rule, `type ${message}`, {member: 'type', evidence: module})
}

/** Parts of a sentence transformer, each of a class. */
function judgeModules(file: Examination, modules: readonly JsonValue[]): void {
  for (const module of modules) {
    if (!isJsonObject(module)) continue
    const {type, path} = module
    if (typeof type === 'string' && !type.startsWith('sentence_transformers.')) judgeModule(file, type)
    if (typeof path === 'string' && leadsOut(path))
      file.find(pathOutside, `a part of the model is in ${JSON.stringify(path)}, outside its folder`, {evidence: path})
  }
}
