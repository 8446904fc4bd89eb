import type {Catalog} from '../../catalog/catalog.ts'
import type {Module} from '../../code/module.ts'
import type {Modules} from '../../code/resolve/resolved.ts'
import {Resolver} from '../../code/resolve/resolver.ts'
import type {Scope} from '../../inventory/evidence.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {addHandoffs} from './agents/handoffs.ts'
import {addMcpServers} from './agents/mcp-servers.ts'
import {addOwnAgents} from './agents/own-agents.ts'
import {addRuleAgents} from './agents/rule-agents.ts'
import {addToolSchemas} from './agents/tool-schemas.ts'
import {addCallSettings, addRegions} from './call-settings.ts'
import {addData} from './data.ts'
import {expanded} from './each.ts'
import type {LocalFolder} from './files.ts'
import {Finder} from './finder.ts'
import {addGeneral} from './general.ts'
import {addCredentials} from './names/credentials.ts'
import {addVendors} from './names/vendors.ts'
import {type PromptFile, promptFilesOf} from './prompts/prompt-files.ts'
import {Prompts} from './prompts/prompts.ts'
import {clientsOf} from './providers-of.ts'
import {addRuleAssets} from './rule-assets.ts'

/** Rules first, for they know most; then names; agents last, for they point to the rest. */
export function readModule(
  module: Module,
  options: {catalog: Catalog; modules: Modules; scopeOf: (path: string) => Scope},
): {
  readonly found: Extraction<never>
  readonly promptFiles: readonly PromptFile[]
  readonly folders: readonly LocalFolder[]
  readonly needsOthers: boolean
  readonly rules: readonly string[]
} {
  const resolver = new Resolver(options.modules, (...symbol) => options.catalog.constantOf(...symbol))
  const finder = new Finder({catalog: options.catalog, resolver, module, scopeOf: options.scopeOf})
  const met = finder.matcher.all().filter(({rule, site}) => finder.holds(rule.rule, site))
  const matches = met.flatMap(match => expanded(finder, match))
  for (const match of matches)
    if (match.rule.trigger === 'assign')
      finder.moduleClients.set(match.rule.library.library, clientsOf(resolver, match))
  for (const match of matches) addRuleAssets(finder, match)
  const prompts = new Prompts(finder)
  prompts.addNamings()
  for (const match of matches) prompts.addRule(match)
  prompts.addBuilders()
  prompts.addSystemMessages()
  prompts.addBuilt()
  addRuleAgents(finder, [...matches].reverse())
  addHandoffs(finder, matches)
  addToolSchemas(finder)
  addMcpServers(finder)
  addOwnAgents(finder)
  addData(finder)
  addGeneral(finder)
  addCallSettings(finder)
  addRegions(finder)
  addVendors(finder)
  addCredentials(finder)
  const rules = [...new Set(matches.map(({rule}) => `${rule.library.library}/${rule.rule.id}`))].sort()
  const found = {assets: finder.bag.assets, relationships: finder.bag.relationships}
  return {found, promptFiles: promptFilesOf(finder), folders: finder.folders, needsOthers: finder.needsOthers, rules}
}
