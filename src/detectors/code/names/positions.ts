import {isHubId} from '../../../catalog/models/model-names.ts'
import {isWeightsName} from '../../../catalog/references/weights.ts'
import type {Argument, Call, Module, Naming, Scope, Value} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {taskNamed} from '../../../inventory/tasks.ts'
import {adapterName} from './adapter-name.ts'
import {sureModel} from './known-names.ts'
import {onlySortsModels} from './named-models.ts'
import {snakeCase} from './snake-case.ts'

/** Functions whose result is one model's name or a list of them. */
const givesModels = /(?:^|_)(?:models?|llms?)(?:_(?:names?|ids?|list|options|choices|for|of|by|from)(?:_\w{1,40})?)?$/i
/** Arguments of a form field, or of a class that lists models, that hold what it offers or begins with. */
const offered = new Set([
  'value',
  'values',
  'default',
  'default_value',
  'choices',
  'options',
  'items',
  'initial',
  'initial_value',
  'defaultValue',
  'supported',
  'available',
  'enabled',
])
/** Functions that give a setting by its name, else what stands beside it. */
const looksUp =
  /^(?:get|pop|setdefault|getattr|env|config|get_setting|get_config|(?:get|read|load)_?[eE]nv(?:_?[vV]ar(?:iable)?)?)$/
/** Fields of a form, by what they are made with: their label says what they ask for. */
const field = /(?:dropdown|select|selectbox|radio|combobox|autocomplete|input|textbox|text_input|field|multiselect)$/i

/**
 * Values that stand where a model's name belongs without being assigned to one: what a look-up falls back to, what a
 * form offers, what a function gives.
 */
export function positionNamings(module: Module): Naming[] {
  return [
    ...module.scopes.flatMap(ofFunction),
    ...[module.root, ...module.scopes].flatMap(ofLoops),
    ...module.calls.flatMap(({call, scope}) => [
      ...ofLookUp(call, scope),
      ...ofLabelledField(call, scope),
      ...ofWrapper(call, scope),
      ...ofTask(call, scope),
      ...ofSetter(call, scope),
    ]),
    ...module.namings.flatMap(ofNamedField),
    ...module.namings.flatMap(ofFallback),
    ...module.namings.flatMap(naming => ofKeys(naming, module)),
  ]
}

/** `for model_id in ("…", "…"):`, whose variable is one after the other. */
function ofLoops(scope: Scope): Naming[] {
  return [...scope.bindings].flatMap(([name, held]) =>
    held.flatMap(({value}): Naming[] =>
      value.kind === 'each' && value.of.kind === 'list'
        ? [{name, value: value.of, line: value.line, scope, via: 'assignment'}]
        : [],
    ),
  )
}

function givesOne(name: string): boolean {
  return givesModels.test(name) || adapterName.test(name)
}

/** `def get_models(): return ["…"]`, and functions that give known models whatever they are called. */
function ofFunction(scope: Scope): Naming[] {
  if (scope.kind !== 'function') return []
  const given = scope.returns.filter(isLiteral)
  const isNamed = givesOne(snakeCase(scope.name))
  if (!isNamed && !givesKnown(given)) return []
  const name = isNamed ? scope.name : 'model'
  const held = isNamed ? listsHeld(scope) : []
  return [...given, ...held].map(value => ({name, value, line: value.line, scope, via: 'assignment' as const}))
}

/**
 * `fn list_models() { let backup = vec!["…", "…"]; … }`: lists of texts that such a function keeps before it gives
 * them.
 */
function listsHeld({bindings}: Scope): Value[] {
  return [...bindings]
    .filter(([name]) => !onlySortsModels(name))
    .flatMap(([, held]) => held)
    .flatMap(({value}) => (value.kind === 'list' && value.items.every(({kind}) => kind === 'text') ? [value] : []))
}

/** Known models among what a function gives that make it one that gives models, and texts that are looked at. */
const knownLimit = 2
const givenLimit = 300

/** `when (type) { OPENAI -> "gpt-4o-mini"; GROQ -> "llama-3.1-8b-instant"; … }`: most of its texts are known models. */
function givesKnown(given: readonly Value[]): boolean {
  const texts = given
    .flatMap(value => (value.kind === 'choice' ? value.options : [value]))
    .slice(0, givenLimit)
    .flatMap(one => (one.kind === 'text' && one.text !== '' ? [one.text] : []))
  const known = texts.filter(text => sureModel(text) !== undefined).length
  return known >= knownLimit && known * 2 >= texts.length
}

function isLiteral({kind}: Value): boolean {
  return kind === 'text' || kind === 'list' || kind === 'choice'
}

/**
 * `config.get("Model", "…")`, `os.getenv("IMAGE_MODEL", "…")`, `getattr(args, "model", "…")`; a default that is a map
 * gives its `value`.
 */
function ofLookUp(call: Call, scope: Scope): Naming[] {
  if (!looksUp.test(lastName(call.callee))) return []
  const at = call.args.findIndex(({name, value}) => name === undefined && value.kind === 'text')
  const key = call.args[at]?.value
  const given = call.args.find(({name}) => name === 'default') ?? call.args[at + 1]
  if (key?.kind !== 'text' || given === undefined || (given.name !== undefined && given.name !== 'default')) return []
  return [given.value]
    .flatMap(value =>
      value.kind === 'map'
        ? value.entries.flatMap(entry => (entry.key !== undefined && offered.has(entry.key) ? [entry.value] : []))
        : [value],
    )
    .map(value => ({name: key.text, value, line: value.line, scope, via: 'default' as const}))
}

/** `gr.Dropdown(label="Model", choices=[…])`, `st.selectbox("Model", […])` */
function ofLabelledField(call: Call, scope: Scope): Naming[] {
  if (!field.test(lastName(call.callee))) return []
  const label =
    call.args.find(({name}) => name === 'label')?.value ?? call.args.find(({name}) => name === undefined)?.value
  return label?.kind === 'text' && label.text.length <= 60 ? offers(call.args, askedBy(label.text), scope) : []
}

/** What a label asks for: `Select a model (required)` asks for a model. */
function askedBy(label: string): string {
  const [asked = ''] = label.split(/[([:?*]/, 1)
  return asked.trim()
}

/** A class of the program around a model of a library. */
const wrapper =
  /(?:^|_)(?:embeddings?|embedder|re_?ranker|tokenizer|encoder|llm|(?:chat|language|embedding)_?model)(?:_(?:wrapper|model|client|loader|provider|engine))?$/i

/** `EmbeddingsWrapper("org/name")` */
function ofWrapper(call: Call, scope: Scope): Naming[] {
  const [first] = call.args
  if (first === undefined || first.name !== undefined || first.value.kind !== 'text') return []
  const name = lastName(call.callee)
  if (!/^[A-Z]/.test(name) || !wrapper.test(snakeCase(name)) || !isHubId(first.value.text)) return []
  return [{name: 'model', value: first.value, line: first.line, scope, via: 'argument'}]
}

/** Classes and enumerations of a program whose objects are models: `ChatModel("Small", "small-2")`, `ModelSpec("…")`. */
const modelClass =
  /(?:Model|LLM)(?:Info|Spec|Config|Definition|Def|Descriptor|Option|Entry|Card|Meta(?:data)?|Details|Preset|Record)?$/

/** Of the texts that make a model its id: people read the one with capitals beside it. */
export function modelClassNamings(call: Call, scope: Scope): Naming[] {
  const name = lastName(call.callee)
  if (!/^[A-Z]/.test(name) || !modelClass.test(name)) return []
  const ids = call.args.filter(
    argument =>
      argument.name === undefined &&
      argument.value.kind === 'text' &&
      /^\S{2,100}$/.test(argument.value.text) &&
      !argument.value.text.includes('://') &&
      !isWeightsName(argument.value.text),
  )
  const numbered = narrowed(ids, text => /\d/.test(text))
  return narrowed(numbered, text => !/[A-Z]/.test(text) || isHubId(text)).map(({value, line}) => ({
    name: 'model',
    value,
    line,
    scope,
    via: 'argument',
  }))
}

/** The arguments whose text is so, or all of them where none is. */
function narrowed(args: readonly Argument[], holds: (text: string) => boolean): readonly Argument[] {
  const found = args.filter(({value}) => value.kind === 'text' && holds(value.text))
  return found.length > 0 ? found : args
}

/** `usePipeline("feature-extraction", "org/name")`: a task and what does it. */
function ofTask({args}: Call, scope: Scope): Naming[] {
  const [task, model] = args
  if (task?.value.kind !== 'text' || model?.value.kind !== 'text') return []
  if (taskNamed(task.value.text) === undefined || !isHubId(model.value.text)) return []
  return [{name: 'model_repo_id', value: model.value, line: model.line, scope, via: 'argument'}]
}

/** A setter of a builder, or an option of a function: nothing but the model stands in it. */
const setter =
  /^(?:set_|with_|use_)?(?:(?:chat|llm|language|embeddings?|default|base|text|image|vision)_)?(?:model|llm)(?:_(?:id|name|slug|key))?$/

/** `.modelName(id)`, `withModel("…")`, `setModelId("…")`: what a builder or option is given. */
function ofSetter({callee, args: [given, ...others]}: Call, scope: Scope): Naming[] {
  if (given === undefined || given.name !== undefined || others.length > 0) return []
  const name = snakeCase(lastName(callee)).toLowerCase()
  if (!setter.test(name) || (callee.kind !== 'member' && !/^(?:set|with|use)_/.test(name))) return []
  return [{name: name.replace(/^(?:set|with|use)_/, ''), value: given.value, line: given.line, scope, via: 'argument'}]
}

/** `"Model": InputConfig(value="…", values=[…])`: the key speaks for what its field offers. */
function ofNamedField({name, value, scope}: Naming): Naming[] {
  return value.kind === 'call'
    ? offers(
        value.args.filter(argument => argument.name !== undefined),
        name,
        scope,
      )
    : []
}

function offers(args: readonly Argument[], name: string, scope: Scope): Naming[] {
  return args.flatMap((argument, at) => {
    const isOffered =
      argument.name === undefined ? at > 0 && argument.value.kind === 'list' : offered.has(argument.name)
    return isOffered ? [{name, value: argument.value, line: argument.line, scope, via: 'argument' as const}] : []
  })
}

/** Steps that a list of keys takes before it is offered. */
const keepsMembers = /^(?:from|sort|sorted|list|tuple|filter|toSorted|reverse|concat)$/

/** `models = Object.keys(settingsByModel).sort()`, `MODELS = list(SETTINGS)`: the keys of a table are what is offered. */
function ofKeys({name, value, line, scope}: Naming, module: Module): Naming[] {
  if (value.kind !== 'call' || !givesModels.test(snakeCase(name))) return []
  const table = tableOf(value)
  const held = table === undefined ? undefined : (scope.bindings.get(table) ?? module.root.bindings.get(table))?.at(-1)
  if (held?.value.kind !== 'map') return []
  const items = held.value.entries.flatMap(({key, line}): Value[] =>
    key === undefined ? [] : [{kind: 'text', text: key, line}],
  )
  return [{name, value: {kind: 'list', items, line}, line, scope, via: 'assignment'}]
}

/** The name of the table whose keys a chain of calls gives. */
function tableOf(value: Value, depth = 0): string | undefined {
  if (value.kind !== 'call' || depth > 4) return undefined
  const [first] = value.args
  const {callee} = value
  if (callee.kind === 'member' && callee.key === 'keys') {
    const of = lastName(callee.of) === 'Object' ? first?.value : callee.of
    return of?.kind === 'name' ? of.name : undefined
  }
  if (!keepsMembers.test(lastName(callee))) return undefined
  if (first?.value.kind === 'name' && callee.kind === 'name') return first.value.name
  return (
    (callee.kind === 'member' ? tableOf(callee.of, depth + 1) : undefined) ?? (first && tableOf(first.value, depth + 1))
  )
}

/**
 * `process.env.IMAGE_MODEL ?? "…"`, `settings["model"] ?? "…"`, `string(forKey: "chatModel") ?? "…"`: the name of the
 * variable, key or setting speaks, whatever the result is assigned to.
 */
function ofFallback({value, line, scope}: Naming): Naming[] {
  if (value.kind !== 'choice') return []
  const [first, ...rest] = value.options
  const name = first === undefined ? undefined : askedFor(first)
  if (name === undefined) return []
  return rest.flatMap(option =>
    option.kind === 'text' ? [{name, value: option, line, scope, via: 'default' as const}] : [],
  )
}

/** What a look-up asks for: a variable of the environment, else a key that says it holds a model. */
function askedFor(value: Value): string | undefined {
  if (value.kind === 'member') return isVariable(value.key) || /model|llm/i.test(value.key) ? value.key : undefined
  const key = value.kind === 'index' ? value.key : value.kind === 'call' ? keyOf(value) : undefined
  const text = key?.kind === 'text' ? key.text : key?.kind === 'name' ? key.name : key?.kind === 'member' ? key.key : ''
  return isVariable(text) || /^[\w.-]{1,40}$/.test(text) ? text.slice(text.lastIndexOf('.') + 1) : undefined
}

function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name)
}

/** The key that a call looks up: `getenv("X")`, `string(forKey: "x")`, `env::var("X")`. */
function keyOf({callee, args}: Call): Value | undefined {
  const [first] = args
  return first !== undefined && asksKey.test(lastName(callee)) ? first.value : undefined
}

/** Functions that give a setting by its name, in any language; what they fall back to stands behind the call. */
const asksKey =
  /^(?:get|fetch|dig|var|env|get_?env|getenv|Getenv|GetEnvironmentVariable|getProperty|getString|GetString|GetValue|string|value|object|setting|config|option|get_option|get_?(?:config|setting|string)|read|lookup)$/
