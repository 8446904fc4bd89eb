import {providerBySlug} from '../../catalog/providers.ts'
import type {RuleMeta} from '../../inventory/finding.ts'
import {oncePer} from '../../lib/remember.ts'
import {undeclaredAgent} from '../../rules/undeclared-agent.ts'
import {undeclaredDataSource} from '../../rules/undeclared-data-source.ts'
import {undeclaredMcpServer} from '../../rules/undeclared-mcp-server.ts'
import {undeclaredModel} from '../../rules/undeclared-model.ts'
import {undeclaredProvider} from '../../rules/undeclared-provider.ts'
import {undeclaredTool} from '../../rules/undeclared-tool.ts'
import type {DeclaredName} from '../declared/declared.ts'
import {isSameModel, isVersionOf, modelKeys, namesOfVersion} from '../declared/model-names.ts'
import {endpointOf, isOneProvider, providerAt, vectorStoreOf} from '../dialects/providers.ts'
import type {Seen} from '../observations.ts'
import {type Case, looseName, notDeclared} from './case.ts'
import {endpointVerdicts} from './endpoints.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

/** Names that frameworks give where the user gave none, without what stands between their words. */
const unnamedAgents =
  /^(?:agent|(?:compiled)?(?:state)?graph|langgraph|agentexecutor|agentworkflow|defaultagent|agentrun|runnable\w{1,40}|workflow|root|assistantagent|anonymousagent)$/

/**
 * Tools that frameworks offer by themselves: how a model gives its answer, and how agents hand over to each other.
 *
 * @see pydantic-ai `DEFAULT_OUTPUT_TOOL_NAME` · smolagents `FinalAnswerTool` · dspy `ReAct` · google-adk
 *   `transfer_to_agent`, `set_model_response` · crewai `AgentTools`
 */
const frameworkTools =
  /^(?:final_result(?:_\w{1,100})?|final_answer|finish|transfer_to_agent|set_model_response|delegate_work_to_coworker|ask_question_to_coworker)$/

interface Kind {
  readonly rule: RuleMeta
  readonly verb: string
  readonly isDeclared: (seen: Seen, at: Case) => boolean
}

const kinds: Readonly<Record<Exclude<Seen['kind'], 'endpoint'>, Kind>> = {
  provider: {rule: undeclaredProvider, verb: 'calls the provider', isDeclared: isDeclaredProvider},
  model: {rule: undeclaredModel, verb: 'uses the model', isDeclared: isDeclaredModel},
  tool: {rule: undeclaredTool, verb: 'has the tool', isDeclared: isDeclaredTool},
  agent: {rule: undeclaredAgent, verb: 'runs the agent', isDeclared: isDeclaredAgent},
  'mcp-server': {rule: undeclaredMcpServer, verb: 'uses the MCP server', isDeclared: isDeclaredServer},
  'data-source': {rule: undeclaredDataSource, verb: 'reads the data source', isDeclared: isDeclaredSource},
}

/** Everything that a service was seen to use and that nothing declares. */
export function undeclaredVerdicts(at: Case): Verdict[] {
  const all = [...at.now.seen.values()]
  // one record tells whose a model is, and another does not
  const owned = new Set(
    all.flatMap(({kind, name, provider}) => (kind === 'model' && provider !== undefined ? name : [])),
  )
  const repeated = answersOfOthers(at.now, all)
  const told = all.filter(
    ({kind, name, provider}) =>
      kind !== 'model' || ((provider !== undefined || !owned.has(name)) && !repeated.has(name)),
  )
  return told.flatMap(seen => {
    if (seen.kind === 'endpoint') return endpointVerdicts(seen, at)
    const {rule, verb, isDeclared} = kinds[seen.kind]
    return isDeclared(seen, at) ? [] : [verdict(rule, seen, at, verb)]
  })
}

/**
 * Versions that answered, told without what was asked for, of models that other records name: `gpt-4o-2024-08-06`
 * beside `gpt-4o`.
 */
function answersOfOthers({answers}: Case['now'], all: readonly Seen[]): ReadonlySet<string> {
  const names = new Set(all.flatMap(({kind, name}) => (kind === 'model' ? name.toLowerCase() : [])))
  const asked = new Set([...answers.values()].map(({requested}) => requested))
  const told = [...answers.values()].flatMap(({requested, answered}) => (requested === '' ? answered : []))
  return new Set(told.filter(name => !asked.has(name) && namesOfVersion(name).some(base => names.has(base))))
}

function verdict(rule: RuleMeta, {kind, name, provider, sighting}: Seen, at: Case, verb: string): Verdict {
  const of = provider === undefined ? '' : ` (${provider})`
  const message = `${serviceText(at.now.name)} ${verb} ${name}${of}, which ${notDeclared(at)}: ${countText(sighting, kind === 'model' ? 'call' : 'record')}`
  return {rule, service: at.now.name, kind, name, message, sighting}
}

/**
 * The provider that is named, or the one at the address: clients of OpenAI's kind say `openai` wherever they send to.
 */
function isDeclaredProvider({name}: Seen, at: Case): boolean {
  const services = at.declared.flatMap(document => document.services)
  const models = at.declared.flatMap(document => document.models)
  if (services.some(({provider, names}) => isOneProvider(provider, name) || names.includes(name))) return true
  if (models.some(({registry}) => registry !== undefined && isOneProvider(registry, name))) return true
  if (mayRunInside(name, at)) return true
  return name === 'openai' && (services.some(({provider}) => speaksOpenai(provider)) || reachesDeclared(at))
}

/** A vector store that a library of the program brings; of a lock, which lists no packages, that cannot be told. */
function mayRunInside(name: string, {declared}: Case): boolean {
  return declared.some(({stores}) => (stores === undefined ? vectorStoreOf(name) === name : stores.includes(name)))
}

/** Servers and gateways that the client of OpenAI is used with. */
function speaksOpenai(provider: string): boolean {
  const kind = providerBySlug(provider)?.kind
  return kind === 'self-hosted' || kind === 'gateway' || isOneProvider(provider, 'azure-openai')
}

/** All calls under that name went to addresses of services that are declared. */
function reachesDeclared(at: Case): boolean {
  const endpoints = [...at.now.seen.values()].filter(({kind, provider}) => kind === 'endpoint' && provider === 'openai')
  const declared = at.declared.flatMap(document => document.services)
  const addresses = new Set(declared.flatMap(({endpoints: stated}) => stated.map(endpoint => endpointOf(endpoint))))
  const isKnown = (name: string): boolean =>
    addresses.has(name) || declared.some(({provider}) => provider === providerAt(name))
  return endpoints.length > 0 && endpoints.every(({name}) => isKnown(name))
}

/** The name itself, or a dated version of a declared one. */
function isDeclaredModel({name}: Seen, {declared}: Case): boolean {
  const models = declared.flatMap(document => document.models)
  const keys = new Set(modelKeys(name))
  if (models.some(model => model.keys.some(key => keys.has(key)))) return true
  return models.some(model => isSameModel(name, model.name) || isVersionOf(name, model.name))
}

function isDeclaredTool({name, isHandoff, server}: Seen, {declared, agents}: Case): boolean {
  if (frameworkTools.test(looseName(name)) || declared.some(({tools}) => hasName(tools, name))) return true
  // what another program offers under a declared server is that server's: nothing at build time lists it
  const servers = declared.flatMap(({mcpServers}) => mcpServers)
  if (server !== undefined && servers.some(one => one.hasOwnTools)) return true
  const to = /^(?:transfer_to_|handoff_to_|delegate_to_)(.+)$/.exec(name)?.[1]
  if (to === undefined) return isHandoff === true
  return isHandoff === true || agents.has(looseName(to)) || declared.some(document => hasName(document.agents, to))
}

function isDeclaredAgent({name}: Seen, {declared}: Case): boolean {
  return unnamedAgents.test(looseName(name).replaceAll('_', '')) || declared.some(({agents}) => hasName(agents, name))
}

function isDeclaredServer({name}: Seen, {declared}: Case): boolean {
  return declared.some(
    ({mcpServers}) =>
      hasName(mcpServers, name) || mcpServers.some(({url}) => url !== undefined && endpointOf(url) === name),
  )
}

/** A data set of that name, or a store that is declared as a service. */
function isDeclaredSource({name}: Seen, {declared}: Case): boolean {
  const inService = declared.some(({services}) =>
    services.some(({names, endpoints}) => names.includes(name) || endpoints.some(endpoint => endpoint.includes(name))),
  )
  return inService || declared.some(({dataSources}) => hasName(dataSources, name))
}

/** A service may use thousands of names, so the list of one document is gone through once. */
const looseNamesOf = oncePer(
  (declared: readonly DeclaredName[]) => new Set(declared.flatMap(({names}) => names.map(looseName))),
)

function hasName(declared: readonly DeclaredName[], name: string): boolean {
  return looseNamesOf(declared).has(looseName(name))
}
