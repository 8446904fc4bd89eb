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
import type {Steering} from './agents/steered-by.ts'
import {addToolSchemas} from './agents/tool-schemas.ts'
import {addCallSettings} from './call-settings.ts'
import {addData} from './data.ts'
import {expanded} from './each.ts'
import type {LocalFolder} from './files.ts'
import {Finder} from './finder.ts'
import {addGeneral} from './general.ts'
import type {Match} from './matches.ts'
import {addAskedAddresses} from './names/asked-addresses.ts'
import {addCredentials} from './names/credentials.ts'
import {addVendors} from './names/vendors.ts'
import {type PromptFile, promptFilesOf} from './prompts/prompt-files.ts'
import {Prompts} from './prompts/prompts.ts'
import {clientsOf} from './providers-of.ts'
import {addRegions} from './regions.ts'
import {addRuleAssets} from './rule-assets.ts'

/** What one module is read with. */
export interface ModuleReading {
  readonly catalog: Catalog
  readonly modules: Modules
  readonly scopeOf: (path: string) => Scope
  /** asked after each step: whether to end here, since the module will be read again when more files are known */
  readonly isEnough?: (finder: Finder) => boolean
}

/** Rules first, for they know most; then names; agents last, for they point to the rest. */
export function readModule(
  module: Module,
  {catalog, modules, scopeOf, isEnough = () => false}: ModuleReading,
): {
  readonly found: Extraction<never>
  readonly promptFiles: readonly PromptFile[]
  readonly folders: readonly LocalFolder[]
  readonly steerings: readonly Steering[]
  readonly needsOthers: boolean
  readonly rules: readonly string[]
} {
  const resolver = new Resolver(modules, (...symbol) => catalog.constantOf(...symbol))
  const finder = new Finder({catalog, resolver, module, scopeOf})
  const matches: Match[] = []
  for (const step of stepsOf(finder, matches)) {
    if (isEnough(finder)) break
    step()
  }
  const rules = [...new Set(matches.map(({rule}) => `${rule.library.library}/${rule.rule.id}`))].sort()
  const found = {assets: finder.bag.assets, relationships: finder.bag.relationships}
  const {folders, steerings, needsOthers} = finder
  return {found, promptFiles: promptFilesOf(finder), folders, steerings, needsOthers, rules}
}

/** @param matches is filled by the first step */
function stepsOf(finder: Finder, matches: Match[]): readonly (() => void)[] {
  const prompts = new Prompts(finder)
  return [
    () => {
      const met = finder.matcher.all().filter(({rule, site}) => finder.holds(rule.rule, site))
      for (const match of met) matches.push(...expanded(finder, match))
      finder.noteDecorators()
    },
    () => {
      for (const match of matches)
        if (match.rule.trigger === 'assign')
          finder.moduleClients.set(match.rule.library.library, clientsOf(finder.resolver, match))
      for (const match of matches) addRuleAssets(finder, match)
    },
    () => {
      prompts.addNamings(matches)
      for (const match of matches) prompts.addRule(match)
      prompts.addBuilders()
      prompts.addSystemMessages()
      prompts.addMade()
      prompts.addBuilt()
      prompts.addTold()
    },
    () => addRuleAgents(finder, [...matches].reverse()),
    () => addHandoffs(finder, matches),
    () => addToolSchemas(finder),
    () => addMcpServers(finder),
    () => addOwnAgents(finder),
    () => addData(finder),
    () => addGeneral(finder),
    () => addCallSettings(finder),
    () => addRegions(finder),
    () => addVendors(finder),
    () => addAskedAddresses(finder),
    () => addCredentials(finder),
  ]
}
