import type {Module, Naming} from '../../code/module.ts'
import type {Resolved} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {lastName} from '../../code/written-name.ts'
import {groupBy} from '../../lib/group.ts'
import {oncePer} from '../../lib/remember.ts'
import type {Site} from './site.ts'

/** Members and options that say where a client sends its requests: `BaseURL`, `WithBaseURL`. */
const addressMember = /^(?:base_?url|api_?base|api_?url|server_?url)$/i
const addressOption = /^With(?:BaseURL|BaseUrl|APIBase|ServerURL)$/

/**
 * Addresses that a client is told by an option, `New(option.WithBaseURL("…"))`, or by a member of what it is made with,
 * `config.BaseURL = "…"`.
 */
export function setAddresses(resolver: Resolver, {args, context, target}: Site): readonly Resolved[] {
  const options = args.flatMap(({value}) =>
    value.kind === 'call' && addressOption.test(lastName(value.callee)) ? value.args.slice(0, 1) : [],
  )
  const members = target === undefined ? [] : (settersOf(context.module).get(target) ?? [])
  return [
    ...options.flatMap(({value}) => resolver.resolve(value, context)),
    ...members
      .filter(({scope}) => scope === context.scope)
      .flatMap(({value, scope}) => resolver.resolve(value, {module: context.module, scope})),
  ]
}

/** Assignments to a member that holds an address, by the name of its owner. */
const settersOf = oncePer(({namings}: Module): ReadonlyMap<string, readonly Naming[]> => {
  const setters = namings.filter(({name, owner}) => owner?.kind === 'name' && addressMember.test(name))
  return groupBy(setters, ({owner}) => (owner?.kind === 'name' ? owner.name : ''))
})
