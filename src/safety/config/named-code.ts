import {isJsonObject, type JsonObject, type JsonValue, memberOf} from '../../lib/parse/strict-json.ts'
import {codeInside} from '../../rules/code-inside.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {targetActs} from '../../rules/target-acts.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import {importsByCall} from './python-text.ts'
import {judgeImport, judgeTarget} from './targets.ts'

/** Operators of MXNet whose computation is a class of the loading program. */
const customOperators: ReadonlySet<string> = new Set(['Custom', '_CustomFunction'])
/** How transformers computes attention and experts: by a function of its own, or by code of a repository of the hub. */
const implementationKey = /^_?(?:attn|experts)_implementation(?:_internal)?$/
const ofRepository = /^(?:\w+\|)?[\w.-]+\/[\w.-]+(?:@|:|$)/
/** Modules that PEFT imports for adapters of Megatron. */
const ownMegatron = /^megatron(?:\.|$)/
/** Libraries whose models PEFT adapts; `transformers_modules` is code that came with a model. */
const ownParent = /^(?:transformers|diffusers|sentence_transformers|timm|torch\.nn|torchvision)(?:\.|$)/
/** A dotted path to a class, as AllenNLP, Haystack and sentence transformers write it. */
const classPath = /^[a-z_]\w*(?:\.[a-z_]\w*){1,8}\.[A-Z]\w*$/
const ownClass = /^(?:sentence_transformers|torch|transformers|diffusers|tokenizers|pyannote|mlserver\w*)\./
/** What OmegaConf replaces when the configuration is read, by variables of the machine or by code. */
const resolver = /\$\{\s{0,8}(oc\.(?:env|decode|create)|eval|exec|import|python|call)\s{0,8}:/
/** What sentence transformers hands on to the loaders of transformers. */
const argumentsOf = /(?:^|\.)(?:model|config|tokenizer|processor)_(?:args|kwargs)\.\w+$/

/** Keys of single libraries by whose value code is imported, fetched or evaluated; Hydra's are asked for elsewhere. */
export function judgeNamedCode(file: Examination, key: string, item: JsonValue | undefined, path: string): void {
  if (isJsonObject(item)) judgeObject(file, key, item, path)
  else if (typeof item === 'string') judgeString(file, key, item, path)
  else if (key === 'type_hint' && Array.isArray(item)) judgeTypeHint(file, item, path)
  else if (key === 'trust_remote_code' && item === true && argumentsOf.test(path)) nameTrust(file, path)
}

function judgeObject(file: Examination, key: string, item: JsonObject, path: string): void {
  judgeNestedTrust(file, item, path)
  if (key === 'pipeline') judgeClass(file, item['name'], `${path}.name`)
  if (key === 'types') judgeRouter(file, item, path)
  if (key === 'auto_mapping') judgeParent(file, item, path)
}

function judgeString(file: Examination, key: string, item: string, path: string): void {
  if (implementationKey.test(key) && ofRepository.test(item))
    file.find(codeInside, `${path} has the loader run code of the repository ${item}`, {member: path, evidence: item})
  if (key === 'megatron_core' && !ownMegatron.test(item)) judgeImport(file, item, path)
  if (key === 'type' || key === 'implementation') judgeClass(file, item, path)
  judgeText(file, item, path)
}

/**
 * A model inside a model is loaded as the configuration says, its consent to code included; the outermost one asks the
 * user for that.
 */
export function judgeNestedTrust(file: Examination, config: JsonObject, path: string): void {
  if (config['trust_remote_code'] !== true) return
  if (path !== '' && namesModel(config)) nameTrust(file, `${path}.trust_remote_code`)
  else if (path === '' && Object.values(config).some(namesModel)) nameTrust(file, 'trust_remote_code')
}

function namesModel(value: JsonValue): boolean {
  return isJsonObject(value) && (value['model_type'] !== undefined || value['_name_or_path'] !== undefined)
}

function nameTrust(file: Examination, path: string): void {
  file.find(codeInside, `${path} lets the loader run whatever code the repository has`, {
    member: path,
    evidence: 'trust_remote_code',
  })
}

/** Parts of a sentence transformer by their folders, each of a class. */
function judgeRouter(file: Examination, types: JsonObject, path: string): void {
  for (const [folder, type] of Object.entries(types)) {
    judgeClass(file, type, `${path}.${folder}`)
    if (leadsOut(folder))
      file.find(pathOutside, `a part of the model is in ${JSON.stringify(folder)}, outside its folder`, {
        member: path,
        evidence: folder,
      })
  }
}

function judgeClass(file: Examination, item: JsonValue | undefined, path: string): void {
  if (typeof item === 'string' && classPath.test(item) && !ownClass.test(item)) judgeTarget(file, item, path)
}

/** A part of a modular pipeline of diffusers: the library is imported. */
function judgeTypeHint(file: Examination, [library]: readonly JsonValue[], path: string): void {
  if (typeof library === 'string' && !/^(?:diffusers|transformers|builtins|typing)(?:\.|$)/.test(library))
    judgeImport(file, library, path)
}

function judgeText(file: Examination, text: string, path: string): void {
  const place = {member: path, evidence: text.slice(0, shownText)}
  const name = resolver.exec(text)?.[1]
  if (name !== undefined)
    file.find(needsCode, `${path} is filled in by the resolver ${name} when it is read`, {...place, evidence: name})
  if (importsByCall(text)) file.find(targetActs, `${path} is code of Python: ${place.evidence}`, place)
}

/** The library that PEFT imports for the class of the base model. */
function judgeParent(file: Examination, {parent_library: library}: JsonObject, path: string): void {
  if (typeof library === 'string' && !ownParent.test(library)) judgeImport(file, library, `${path}.parent_library`)
}

/** A graph of MXNet: operators by their names. */
export function judgeMxnet(file: Examination, {nodes, heads, arg_nodes: inputs}: JsonObject): void {
  if (!Array.isArray(nodes) || !Array.isArray(heads) || !Array.isArray(inputs)) return
  for (const node of nodes) {
    if (!isJsonObject(node) || !customOperators.has(String(node['op']))) continue
    const type = String(memberOf(node['attrs'] ?? node['param'], 'op_type') ?? node['op'])
    file.find(needsCode, `the operator ${type} is not one of MXNet`, {evidence: type})
  }
}

const shownText = 80
/** What `eval` of Ultralytics and YOLOv5 gets from honest files. */
const plainArgument = /^[\w.\s'"*+/-]*$/
const plainActivation = /^(?:torch\.)?nn\.\w+(?:\([\w=.,\s-]*\))?$/

/** The layers of a YOLO model: each text in them is evaluated as code of Python. */
export function judgeYolo(file: Examination, {backbone, head, activation}: JsonObject): void {
  if (!Array.isArray(backbone) || !Array.isArray(head)) return
  const texts = [backbone, head].flat(4).filter(text => typeof text === 'string' && !plainArgument.test(text))
  if (typeof activation === 'string' && !plainActivation.test(activation)) texts.push(activation)
  for (const text of new Set(texts))
    file.find(targetActs, `a layer is made by evaluating ${JSON.stringify(text).slice(0, shownText)}`, {
      evidence: String(text).slice(0, shownText),
    })
}
