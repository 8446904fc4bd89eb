import type {Argument, Call, Module, Naming, Scope, Value} from '../../../code/module.ts'
import {enclosingClass} from '../../../code/resolve/lookup.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {localId} from '../../../inventory/identity.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from '../names/about-models.ts'
import {snakeCase} from '../names/snake-case.ts'
import {opensWithRole, translations} from '../prompts/prompt-words.ts'
import {steeringsOf} from './steerings.ts'

const instructionNames = new Set(
  'system_prompt instructions instruction system_message system_prompt_template backstory sys_prompt systemprompt systemmessage'.split(
    ' ',
  ),
)
/** Classes of a program that agents are made with: `SubagentConfig`, `ResearchAgent`, `AgentSpec`. */
const agentClass =
  /(?:^|[a-z_])(?:sub)?agents?(?:_?(?:config|spec|definition|settings|profile|options|def|card|info|data))?$/i
const agentsName = /(?:^|_)(?:sub_?)?agents?(?:_(?:config|configs|registry|definitions|specs|list|map|profiles))?$/i

/**
 * Agents made with a program's own class or listed under its own constant: they have a name and the text that steers
 * them.
 */
export function addOwnAgents(finder: Finder): void {
  if (translations.test(finder.module.path)) return
  const found = new Set(
    finder.bag.assets.flatMap(({kind, evidence}) => (kind === 'agent' ? evidence.map(({line}) => line) : [])),
  )
  for (const {call, scope} of finder.module.calls) {
    const callee = lastName(call.callee)
    if (found.has(placeOf(finder.module, call.line).line)) continue
    if (agentClass.test(callee)) addAgent(finder, {options: optionsOf(call), scope})
    if (makesAgent.test(callee)) addMade(finder, call, scope)
  }
  for (const naming of finder.module.namings) if (agentsName.test(snakeCase(naming.name))) addListed(finder, naming)
  for (const scope of finder.module.scopes) if (isAgentClass(finder, scope, found.size > 0)) addClass(finder, scope)
}

/** What adds an agent to a team, or makes one: `.agent("researcher", {…})`, `defineAgent("critic", {…})`. */
const makesAgent = /^(?:(?:add|create|define|register|make|new)_?)?agent$/i

/** An agent whose name stands before its options. */
function addMade(finder: Finder, {args: [name, options]}: Call, scope: Scope): void {
  if (name?.value.kind === 'text' && options?.value.kind === 'map')
    addAgent(finder, {options: options.value, scope, key: name.value.text})
}

/** A class of agents that others begin from, or that stands in for one. */
const noAgentItself = /^(?:base|abstract|mock|fake|stub|dummy|test|user|http|my|custom)_?|(?:base|mixin|error|test)$/i
const systemMember = /(?:^|_)(?:system_?(?:prompt|message|instructions?)|instructions)$/i
const steeringMember = /prompt|instruction|(?:^|_)(?:llm|model|tools?)(?:_|$)/i

/**
 * `class ReactAgent(BaseAgent)` with the prompt, model or tools that steer it.
 * @param makes whether the module makes agents of a library: its class is their frame
 */
function isAgentClass(finder: Finder, {kind, name, bases, bindings}: Scope, makes: boolean): boolean {
  return (
    kind === 'class' &&
    /[A-Za-z\d]Agent$/.test(name) &&
    !noAgentItself.test(name) &&
    ((!makes && holdsItsPrompt(bindings)) || (extendsAgent(bases) && isSteered(finder, name, bindings))) &&
    isAboutModels(finder)
  )
}

function extendsAgent(bases: Scope['bases']): boolean {
  return bases.some(base => /Agent(?:Base)?$/.test(nameOfBase(base)))
}

function isSteered({module}: Finder, name: string, bindings: Scope['bindings']): boolean {
  return [...bindings.keys()].some(member => steeringMember.test(snakeCase(member))) || askersOf(module).has(name)
}

/** `class SupervisorAgent { final String SUPERVISOR_SYSTEM_MESSAGE = "You are …"; }` */
function holdsItsPrompt(bindings: Scope['bindings']): boolean {
  return [...bindings].some(
    ([member, held]) => systemMember.test(snakeCase(member)) && held.some(({value}) => opensWithRole(value)),
  )
}

/** What a class calls that has its prompt and model from the class it extends: `this.prompt.getSystemMessage()`. */
const steeringCall =
  /^(?:get_?system_?(?:message|prompt)|build_?(?:system_?)?prompt|format_?prompt|call_?(?:llm|model)|ask_?(?:llm|model)|invoke|ainvoke|chat|achat|acompletion|completion|generate_?(?:text|object|response))$/i

/** Names of the classes of a module whose methods ask a model. */
const askersOf = oncePer(({calls}: Module): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const {call, scope} of calls) {
    const holder = steeringCall.test(lastName(call.callee)) ? enclosingClass(scope) : undefined
    if (holder !== undefined) found.add(holder.name)
  }
  return found
})

/** `BaseAgent` of `BaseAgent`, `agents.BaseAgent`, `BaseAgent[State]` and what a function makes of it. */
function nameOfBase(value: Value): string {
  if (value.kind === 'call') return nameOfBase(value.callee)
  return value.kind === 'index' ? nameOfBase(value.of) : lastName(value)
}

function addClass(finder: Finder, {name, line}: Scope): void {
  const place = placeOf(finder.module, line)
  const id = localId('agent', place.path, name)
  const evidence = [finder.evidence(place, {rule: 'agent', confidence: 0.7, symbol: name})]
  finder.bag.add({kind: 'agent', id, name, aliases: [], digests: [], evidence, facts: {}})
}

/** Members of one list or map. */
const memberLimit = 100

/** `AGENTS = [{"name": "critic", "system_prompt": "…"}]` */
function addListed(finder: Finder, {value, scope}: Naming): void {
  if (value.kind === 'list')
    for (const item of value.items.slice(0, memberLimit))
      if (item.kind === 'map') addAgent(finder, {options: item, scope})
  if (value.kind === 'map')
    for (const entry of value.entries.slice(0, memberLimit))
      if (entry.value.kind === 'map') addAgent(finder, {options: entry.value, scope, key: entry.key})
}

/** Keyword arguments as such, or the one object of options. */
function optionsOf(call: Extract<Value, {kind: 'call'}>): Value {
  const [first] = call.args
  return call.args.length === 1 && first?.name === undefined && first?.value.kind === 'map' ? first.value : call
}

function memberOf(options: Value, holds: (key: string) => boolean): Value | undefined {
  if (options.kind === 'map') return options.entries.find(({key}) => key !== undefined && holds(key))?.value
  return options.kind === 'call'
    ? options.args.find(({name}: Argument) => name !== undefined && holds(name))?.value
    : undefined
}

/** What an agent is made with, where it stands, and the key that it is listed under. */
interface OwnAgent {
  readonly options: Value
  readonly scope: Scope
  readonly key?: string | undefined
}

/** A name as it is written, or the constant that holds it, here or in another file. */
function textBehind(finder: Finder, value: Value, scope: Scope): string | undefined {
  const [held] = finder.resolver.resolve(value, {module: finder.module, scope})
  if (held !== undefined) finder.note(held)
  return held?.kind === 'text' ? held.text : undefined
}

function addAgent(finder: Finder, {options, scope, key}: OwnAgent): void {
  const role = memberOf(options, one => one === 'role')
  const steers =
    memberOf(options, one => instructionNames.has(snakeCase(one).toLowerCase())) ??
    (role !== undefined && opensWithRole(role) ? role : undefined)
  // one that is given a model and tools is steered from elsewhere
  const isGiven =
    memberOf(options, one => one === 'model') !== undefined && memberOf(options, one => one === 'tools') !== undefined
  if ((steers === undefined || steers.kind === 'scalar') && !isGiven) return
  const stated = memberOf(options, one => one === 'name' || one === 'id' || one === 'agent_name')
  const name = stated === undefined ? key : textBehind(finder, stated, scope)
  if (name === undefined || name === '' || name.length > 100) return
  const place = placeOf(finder.module, options.line)
  const agent = finder.bag.add({
    kind: 'agent',
    id: localId('agent', place.path, name),
    name,
    aliases: [],
    digests: [],
    evidence: [finder.evidence(place, {rule: 'agent', confidence: 0.8, symbol: name})],
    facts: {},
  })
  if (steers === undefined) return
  const texts = finder.resolver.resolve(steers, {module: finder.module, scope})
  finder.steerings.push(...steeringsOf(finder, agent, texts))
}
