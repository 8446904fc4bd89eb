import type {Argument, Call, Naming} from '../../../code/module.ts'
import {membersOf} from '../../../code/resolve/members.ts'
import type {Context, Resolved} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'

const handoffsName = /^(?:handoffs|sub_agents|subAgents)$/

/** Agents that an agent hands over to, leads or calls; told when all of them are known. */
export function addHandoffs(finder: Finder, matches: readonly Match[]): void {
  for (const {rule, site} of matches) {
    const [from] = site.made === undefined ? [] : finder.keysOf(site.made.call, 'agent')
    if (from === undefined || rule.rule.agent?.handoffs === undefined) continue
    for (const value of finder.select(rule.rule.agent.handoffs, site))
      for (const to of targets(finder, value)) finder.bag.relate(from, to, 'calls')
  }
  for (const naming of finder.module.namings) addAssigned(finder, naming)
  for (const {call, scope} of finder.module.calls) addAppended(finder, call, {module: finder.module, scope})
}

/** `triage.handoffs = [booking]` */
function addAssigned(finder: Finder, {name, owner, value, scope}: Naming): void {
  if (owner === undefined || !handoffsName.test(name)) return
  const context = {module: finder.module, scope}
  relate(finder, finder.resolver.resolve(owner, context), finder.resolver.resolve(value, context))
}

/** `triage.handoffs.append(booking)`, `triage.handoffs.push(booking)` */
function addAppended(finder: Finder, {callee, args}: Call, context: Context): void {
  if (callee.kind !== 'member' || callee.of.kind !== 'member' || !handoffsName.test(callee.of.key)) return
  if (!/^(?:append|push|extend)$/.test(callee.key)) return
  const given = args.flatMap(({value}) => finder.resolver.resolve(value, context))
  relate(finder, finder.resolver.resolve(callee.of.of, context), given)
}

function relate(finder: Finder, from: readonly Resolved[], to: readonly Resolved[]): void {
  const others = to.flatMap(value => targets(finder, value))
  for (const one of from.flatMap(value => targets(finder, value)))
    for (const other of others) finder.bag.relate(one, other, 'calls')
}

/** The agents behind a value: what a call made, each member of a list, what `handoff(agent)` wraps. */
function targets(finder: Finder, value: Resolved): readonly string[] {
  if (value.kind === 'list')
    return (membersOf(finder.resolver, value) ?? []).flatMap(member =>
      member.kind === 'list' ? [] : targets(finder, member),
    )
  if (value.kind !== 'symbol' && value.kind !== 'instance') return []
  const {made} = value
  if (made === undefined) return []
  const own = finder.keysOf(made.call, 'agent')
  if (own.length > 0 || value.kind === 'instance' || value.path.at(-2) !== 'handoff') return own
  const wrapped = made.call.args.find(({name}: Argument) => name === 'agent' || name === undefined)
  if (wrapped === undefined) return []
  return finder.resolver
    .resolve(wrapped.value, made.context)
    .flatMap(one => (one.kind === 'symbol' || one.kind === 'instance' ? finder.keysOf(one.made?.call, 'agent') : []))
}
