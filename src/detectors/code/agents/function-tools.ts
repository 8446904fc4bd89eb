import {eachOf} from '../../../code/resolve/members.ts'
import type {Resolved, ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'
import type {Site} from '../site.ts'
import {toolParameters} from './tool-parameters.ts'
import {reachOfTool} from './tool-reach.ts'
import {makeTool, toolText} from './tool-texts.ts'

/**
 * Tools that are handed over as plain functions: `tools=[search_trains]`. A function that a rule takes for a tool
 * already, by its decorator, is told there.
 * @returns their keys
 */
export function addFunctionTools(finder: Finder, match: Match, given: readonly Resolved[]): string[] {
  const functions = eachOf(finder.resolver, given).filter(isFunction)
  return functions.flatMap(value => {
    const isTold = finder.matcher.ofValue(value).some(({rule}) => rule.rule.tool !== undefined)
    return isTold ? [] : [addDefinedTool(finder, match, value)]
  })
}

/** Classes that a model is asked to fill in: `response_model=Ticket`, or a list of it. */
export function addClassTools(finder: Finder, match: Match, given: readonly Resolved[]): void {
  for (const value of eachOf(finder.resolver, given)) {
    if (value.kind === 'definition' && value.scope.kind === 'class') addDefinedTool(finder, match, value)
  }
}

/** A function with a name of its own; what makes tools is called, and so is none. */
export function isFunction(value: Resolved): value is ResolvedOf<'definition'> {
  return value.kind === 'definition' && value.scope.kind === 'function' && value.scope.name !== ''
}

function addDefinedTool(finder: Finder, {site, rule}: Match, value: ResolvedOf<'definition'>): string {
  const {scope, place, context} = value
  const {target: _target, made: _made, ...rest} = site
  const own: Site = {...rest, args: [], context, place, decorated: scope}
  const told = toolText(finder, own)
  const framework = rule.library.library
  const evidence = [finder.evidence(place, {rule: framework, confidence: 0.9, symbol: scope.name})]
  const reach = reachOfTool(finder, own)
  const facts = {framework, ...told, ...(reach !== undefined && {reach})}
  const key = finder.bag.add(makeTool({path: place.path, name: scope.name}, evidence, facts))
  finder.bag.state(key, 'aibom:tool:parameter', toolParameters(finder, own))
  return key
}
