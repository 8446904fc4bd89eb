import type {AgentSpec, GuardrailSpec, McpServerSpec, ToolSpec} from '../../../catalog/library.ts'
import type {Call} from '../../../code/module.ts'
import {eachOf, membersOf} from '../../../code/resolve/members.ts'
import type {Resolved, ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {AssetOf, Relationship} from '../../../inventory/asset.ts'
import type {Evidence} from '../../../inventory/evidence.ts'
import type {ReachFacts} from '../../../inventory/facts.ts'
import {localId} from '../../../inventory/identity.ts'
import {makeGuardrail} from '../../../inventory/make.ts'
import {addTo} from '../../../lib/group.ts'
import {redactText} from '../../../lib/redact/text.ts'
import {redactUrl} from '../../../lib/redact/url.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'
import type {Site} from '../site.ts'
import {isOfClient} from './client-info.ts'
import {addClassTools, addFunctionTools, isFunction} from './function-tools.ts'
import {guardrailsOf} from './guarded-by.ts'
import {guardrailSettings} from './guardrail-settings.ts'
import {nameFrom} from './name-from.ts'
import {startedBy} from './started-by.ts'
import {steeringsOf} from './steerings.ts'
import {toolParameters} from './tool-parameters.ts'
import {reachOfTool} from './tool-reach.ts'
import {makeTool, toolText} from './tool-texts.ts'

/**
 * What rules say of tools and MCP servers, then of the agents that point to them; told after the models and services,
 * to which all of them point.
 */
export function addRuleAgents(finder: Finder, matches: readonly Match[]): void {
  for (const match of matches) {
    const {mcpServer, tool} = match.rule.rule
    if (tool?.functions !== undefined) addFunctionTools(finder, match, finder.select(tool.functions, match.site))
    else if (tool?.classes !== undefined) addClassTools(finder, match, finder.select(tool.classes, match.site))
    else if (tool !== undefined) addTool(finder, match)
    if (mcpServer !== undefined) addMcpServer(finder, match)
    if (match.rule.rule.guardrail !== undefined) addGuardrail(finder, match, match.rule.rule.guardrail)
  }
  addAgents(finder, matches)
}

function addAgents(finder: Finder, matches: readonly Match[]): void {
  const added = toolsByReceiver(matches)
  for (const match of matches) {
    const {made} = match.site
    if (match.rule.rule.agent !== undefined) addAgent(finder, match, (made && added.get(made.call)) ?? [])
  }
}

/** Tools by the call that made what they are added to: `@support.tool` of `support = Agent(…)`. */
function toolsByReceiver(matches: readonly Match[]): ReadonlyMap<Call, readonly Match[]> {
  const added = new Map<Call, Match[]>()
  for (const match of matches) {
    if (match.rule.rule.tool === undefined) continue
    for (const {call} of match.site.receivers) addTo(added, call, match)
  }
  return added
}

function evidenceOf(finder: Finder, match: Match, symbol: string, level?: Evidence['level']): Evidence[] {
  const confidence = finder.confidenceOf(match)
  return [finder.evidence(match.site.place, {rule: match.rule.library.library, level, confidence, symbol})]
}

/** @param added tools that are added to it after it was made */
function addAgent(finder: Finder, match: Match, added: readonly Match[]): void {
  const {site, rule} = match
  const spec = rule.rule.agent ?? {}
  if (!match.certain && isAnybodys(finder, match, spec)) return
  const {name} = nameFrom(finder, match, spec.name)
  const tools = withoutRepeats([...toolNames(finder, match, spec.tools), ...added.map(one => toolName(finder, one))])
  const key = finder.bag.add({
    kind: 'agent',
    id: localId('agent', site.place.path, name),
    name,
    aliases: [],
    digests: [],
    evidence: evidenceOf(finder, match, name, spec.level),
    facts: {
      framework: rule.library.library,
      ...(tools.length > 0 && {tools}),
      ...reachOfAgent(finder, match, spec),
    },
  })
  relateAll(finder, key, finder.keysAt(site))
  const givenTools = finder.select(spec.tools, site)
  relateAll(finder, key, addFunctionTools(finder, match, givenTools))
  relateAll(finder, key, toolsOf(finder, added))
  const given = [...finder.select(spec.model, site), ...givenTools, ...finder.select(spec.servers, site)]
  for (const value of given) relateAll(finder, key, keysOf(finder, value))
  relateAll(finder, key, guardrailsOf(finder, finder.select(spec.guardrails, site)))
  for (const {text} of rule.rule.prompts ?? [])
    finder.steerings.push(...steeringsOf(finder, key, finder.select(text, site)))
  if (site.made !== undefined) finder.gave(site.made.call, key)
}

/** An agent that a user names and configures, of whom the code knows nothing. */
function isAnybodys(finder: Finder, {site, rule}: Match, spec: AgentSpec): boolean {
  const named = finder.select(spec.name, site)
  const told = [...named, ...(rule.rule.models ?? []).flatMap(({name}) => finder.select(name, site))]
  return named.length > 0 && !told.some(({kind}) => kind === 'text')
}

function reachOfAgent(finder: Finder, {site}: Match, {reach, imports}: AgentSpec): {reach?: ReachFacts} {
  const modules = eachOf(finder.resolver, finder.select(imports, site))
  const runs = modules.flatMap(value => (value.kind === 'text' ? [`code that imports ${redactText(value.text)}`] : []))
  if (runs.length === 0) return reach === undefined ? {} : {reach}
  return {reach: {...reach, executes: withoutRepeats([...(reach?.executes ?? []), ...runs])}}
}

/** Keys of the assets that the calls and definitions behind a value gave; of a list or map, of its members. */
function keysOf(finder: Finder, value: Resolved): readonly string[] {
  const {matcher} = finder
  switch (value.kind) {
    case 'list':
      return (membersOf(finder.resolver, value) ?? []).flatMap(member => keysOfOne(finder, member))
    case 'map':
      return value.entries
        .flatMap(entry => finder.resolver.resolve(entry.value, value.context))
        .flatMap(member => keysOfOne(finder, member))
    case 'instance':
      return [...keysBehind(finder, value), ...toolsOf(finder, matcher.ofClass(value.scope, value.context.module))]
    case 'definition':
    case 'symbol':
      return keysBehind(finder, value)
    default:
      return []
  }
}

/** A list in a list is no tool and no model. */
function keysOfOne(finder: Finder, member: Resolved): readonly string[] {
  return member.kind === 'list' || member.kind === 'map' ? [] : keysOf(finder, member)
}

/** What a call of this file gave; of anything else, the tools that it is by its rules. */
function keysBehind(finder: Finder, value: ResolvedOf<'definition' | 'instance' | 'symbol'>): readonly string[] {
  const made = value.kind === 'definition' ? undefined : value.made
  return made?.context.module === finder.module
    ? finder.keysOf(made.call)
    : toolsOf(finder, finder.matcher.ofValue(value))
}

/** Keys of the tools that stand in this file or in others, as the file that has them tells. */
function toolsOf(finder: Finder, matches: readonly Match[]): readonly string[] {
  return matches.flatMap(match =>
    match.rule.rule.tool === undefined || isGivenElsewhere(match.rule.rule.tool)
      ? []
      : [localId('tool', match.site.place.path, toolName(finder, match))],
  )
}

/** The tools are what the call is given, not the call. */
function isGivenElsewhere({functions, classes}: ToolSpec): boolean {
  return functions !== undefined || classes !== undefined
}

function relateAll(finder: Finder, from: string, keys: readonly string[]): void {
  for (const key of keys) {
    const kind: Relationship['kind'] = key.startsWith('service:') || key.startsWith('agent:') ? 'calls' : 'depends-on'
    finder.bag.relate(from, key, kind)
  }
}

/** Names of the tools given: functions, classes, constructions, texts. */
function toolNames(finder: Finder, match: Match, selectors: readonly string[] | undefined): string[] {
  const names = finder.select(selectors, match.site).flatMap(value => {
    if (value.kind === 'list') {
      const items = value.items.flatMap(item => finder.resolver.resolve(item, value.context))
      for (const item of items) finder.note(item)
      return items.flatMap(item => nameOfTool(finder, item))
    }
    if (value.kind === 'map') return value.entries.flatMap(({key}) => (key === undefined ? [] : [key]))
    return nameOfTool(finder, value)
  })
  return withoutRepeats(names)
}

function withoutRepeats(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

function nameOfTool(finder: Finder, value: Resolved): string[] {
  switch (value.kind) {
    case 'text':
      return [value.text]
    case 'definition':
    case 'instance':
      return value.scope.name === '' ? [] : [value.scope.name]
    case 'symbol': {
      const made = value.made === undefined ? [] : finder.keysOf(value.made.call).filter(key => key.startsWith('tool:'))
      if (made.length > 0) return made.map(key => key.slice(key.indexOf('#') + 1))
      const name = value.path.filter(part => part !== '()' && part !== '[]').at(-1)
      return name === undefined ? [] : [name]
    }
    case 'dynamic':
      return value.name === '' ? [] : [value.name.slice(value.name.lastIndexOf('.') + 1)]
    default:
      return []
  }
}

function addTool(finder: Finder, match: Match): void {
  const {site, rule} = match
  if (isNamedLater(finder, match)) return
  const name = toolName(finder, match)
  const facts = toolFacts(finder, match, rule.rule.tool?.reach)
  const framework = rule.library.library
  const key = finder.bag.add(
    makeTool({path: site.place.path, name}, evidenceOf(finder, match, name), {framework, ...facts}),
  )
  finder.bag.state(key, 'aibom:tool:parameter', toolParameters(finder, site))
  if (site.made !== undefined) finder.gave(site.made.call, key)
  for (const agent of agentsElsewhere(finder, site)) finder.bag.relate(agent, key, 'depends-on')
}

/** Agents of other files that a tool is added to, as those files tell of them. */
function agentsElsewhere(finder: Finder, {receivers}: Site): string[] {
  return receivers
    .filter(({context}) => context.module !== finder.module)
    .flatMap(made => finder.matcher.ofCall(made))
    .flatMap(match => {
      const {agent} = match.rule.rule
      return agent === undefined
        ? []
        : [localId('agent', match.site.place.path, nameFrom(finder, match, agent.name).name)]
    })
}

/** `Tool(name=self.name, …)` of an adapter: which tools there are, a program knows when it runs. */
function isNamedLater(finder: Finder, {site, rule}: Match): boolean {
  const selected = finder.select(rule.rule.tool?.name, site)
  return selected.length > 0 && selected.every(({kind}) => kind === 'dynamic')
}

function toolName(finder: Finder, match: Match): string {
  const {made, target} = match.site
  const stated = match.rule.rule.tool?.name
  const selected = finder.select(stated, match.site)
  const wrapped = selected.some(({kind}) => kind === 'text') ? undefined : selected.find(isFunction)
  if (wrapped !== undefined) return wrapped.scope.name
  const fallback = made !== undefined && target === undefined ? undefined : target
  return stated === undefined && fallback !== undefined ? fallback : nameFrom(finder, match, stated ?? ['@callee']).name
}

function toolFacts(finder: Finder, {site}: Match, stated: ReachFacts | undefined): AssetOf<'tool'>['facts'] {
  const told = toolText(finder, site)
  const reach = stated ?? reachOfTool(finder, site)
  return {...told, ...(reach !== undefined && {reach})}
}

function addMcpServer(finder: Finder, match: Match): void {
  const {site, rule} = match
  const spec = rule.rule.mcpServer ?? {}
  const role = spec.role ?? 'implemented'
  const launch = launchOf(finder, match, spec)
  const {name: assigned, value: named} = nameFrom(finder, match, spec.name)
  if (isOfClient(finder, match, named)) return
  const isKeyed = named !== undefined || (rule.rule.each !== undefined && site.target !== undefined)
  const shown =
    role === 'implemented' || isKeyed || isFromEnvironment(finder, match, spec) ? assigned : startedBy(launch)
  // a client whose server is known at run time only configures none that we could list
  if (shown === undefined) return
  const name = /^https?:/.test(shown) ? redactUrl(shown) : shown
  const id = localId('mcp-server', site.place.path, name)
  const evidence = evidenceOf(finder, match, name, spec.level ?? (role === 'configured' ? 'configured' : 'used'))
  const facts = {role, ...(spec.transport !== undefined && {transport: spec.transport}), ...launch}
  const key = finder.bag.add({kind: 'mcp-server', id, name, aliases: [], digests: [], evidence, facts})
  if (site.made !== undefined) finder.gave(site.made.call, key)
}

function addGuardrail(finder: Finder, match: Match, spec: GuardrailSpec): void {
  const {name} = spec.name === undefined ? {name: spec.engine} : nameFrom(finder, match, spec.name)
  const checks = toolNames(finder, match, spec.checks)
  const settings = guardrailSettings(finder, match.site)
  const facts = {
    engine: spec.engine,
    ...(checks.length > 0 && {checks}),
    ...(spec.stages !== undefined && {stages: spec.stages}),
    ...(settings.length > 0 && {settings}),
  }
  const key = finder.bag.add(makeGuardrail(match.site.place.path, name, evidenceOf(finder, match, name), facts))
  if (match.site.made !== undefined) finder.gave(match.site.made.call, key)
}

type Launch = Pick<AssetOf<'mcp-server'>['facts'], 'command' | 'args' | 'url'>

function launchOf(finder: Finder, {site}: Match, spec: McpServerSpec): Launch {
  const text = (selectors: readonly string[] | undefined): string | undefined => {
    const value = finder.select(selectors, site).find(({kind}) => kind === 'text')
    return value?.kind === 'text' ? value.text : undefined
  }
  const given = eachOf(finder.resolver, finder.select(spec.args, site))
  const args = given.flatMap(value => (value.kind === 'text' ? [redactText(value.text)] : []))
  const command = text(spec.command)
  const url = text(spec.url)
  return {
    ...(command !== undefined && {command}),
    ...(args.length > 0 && {args}),
    ...(url !== undefined && {url: redactUrl(url)}),
  }
}

/** A URL or command that only a variable of the environment holds. */
function isFromEnvironment(finder: Finder, {site}: Match, {command, url}: McpServerSpec): boolean {
  const values = [...finder.select(command, site), ...finder.select(url, site)]
  return values.length > 0 && values.every(value => value.kind === 'dynamic' && value.source === 'environment')
}
