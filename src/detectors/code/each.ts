import type {Argument, Entry, Value} from '../../code/module.ts'
import {type Context, placeOf} from '../../code/resolve/resolved.ts'
import type {Finder} from './finder.ts'
import type {Match} from './matches.ts'

/** Members of one map or list that a rule speaks of each by itself; servers and agents are a handful. */
const memberLimit = 100

/**
 * A rule with `each` is met once by every member of the map or list it names: the member's settings are the arguments,
 * its key the target.
 * Any other rule is met once.
 */
export function expanded(finder: Finder, match: Match): readonly Match[] {
  const {each} = match.rule.rule
  if (each === undefined) return [match]
  const members = finder.select(each, match.site).flatMap((value): Match[] => {
    if (value.kind === 'map')
      return value.entries.slice(0, memberLimit).flatMap(entry => ofEntry(finder, match, entry, value.context))
    if (value.kind === 'list')
      return value.items.slice(0, memberLimit).flatMap(item => ofMember(finder, match, item, value.context))
    return []
  })
  return members
}

function ofEntry(finder: Finder, match: Match, entry: Entry, context: Context): Match[] {
  if (entry.spread === true) return []
  return ofMember(finder, match, entry.value, context, entry)
}

function ofMember(finder: Finder, match: Match, member: Value, context: Context, entry?: Entry): Match[] {
  const [settings] = finder.resolver.resolve(member, context)
  const {target: _outer, made: _made, ...site} = match.site
  const place = placeOf(context.module, entry?.line ?? member.line)
  const named = entry?.key === undefined ? {} : {target: entry.key}
  if (settings?.kind === 'map') {
    const args = settings.entries.flatMap(({key, value, line}): Argument[] =>
      key === undefined ? [] : [{name: key, value, line}],
    )
    return [{...match, site: {...site, ...named, args, context: settings.context, place}}]
  }
  const made = settings?.kind === 'symbol' || settings?.kind === 'instance' ? settings.made : undefined
  if (made !== undefined)
    return [{...match, site: {...site, ...named, args: made.call.args, context: made.context, place, made}}]
  const args: Argument[] = [{value: member, line: member.line}]
  return settings?.kind === 'text' ? [{...match, site: {...site, ...named, args, context, place}}] : []
}
