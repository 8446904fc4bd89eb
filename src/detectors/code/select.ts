import {parseSelector, type Step} from '../../catalog/selector.ts'
import type {Argument} from '../../code/module.ts'
import {enclosingClass} from '../../code/resolve/lookup.ts'
import {entryOf, membersOf} from '../../code/resolve/members.ts'
import type {Context, Resolved} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import type {Site} from './site.ts'

/** Values of one selector; a rule does not speak of more. */
const valueLimit = 200

/** The values at the first selector that gives any. */
export function select(resolver: Resolver, selectors: readonly string[] | undefined, site: Site): readonly Resolved[] {
  for (const selector of selectors ?? []) {
    const found = selectOne(resolver, parseSelector(selector), site)
    if (found.length > 0) return found.slice(0, valueLimit)
  }
  return []
}

function selectOne(resolver: Resolver, steps: readonly Step[], site: Site): readonly Resolved[] {
  const [first, ...rest] = steps
  if (first === undefined) return []
  if (first.kind === 'special') return special(resolver, first.name, rest, site)
  return walk(resolver, start(resolver, first, site.args, site.context), rest)
}

function special(resolver: Resolver, name: string, rest: readonly Step[], site: Site): readonly Resolved[] {
  const {place, receivers} = site
  const [receiver] = receivers
  const text = (value: string | undefined): Resolved[] =>
    value === undefined || value === '' ? [] : [{kind: 'text', text: value, place}]
  const [step, ...deeper] = rest
  const names = site.path.filter(segment => segment !== '()' && segment !== '[]')
  switch (name) {
    case 'callee':
      return text(names.at(-1))
    case 'owner':
      return text(names.at(-2))
    case 'target':
      return text(site.target)
    case 'class':
      return text(enclosingClass(site.context.scope)?.name)
    case 'module':
      return text(site.module)
    case 'folder':
      return text(projectFolder(place.path))
    case 'receiver':
      if (receiver === undefined || step === undefined) return []
      return walk(resolver, start(resolver, step, receiver.call.args, receiver.context), deeper)
    default:
      return []
  }
}

/** The folder that a file lies in, which is called like its project; one for any source says nothing. */
function projectFolder(path: string): string {
  const folder = baseName(folderOf(path))
  return /^(?:src|source|app|lib|server|main)$/i.test(folder) ? '' : folder
}

/** The argument that a first step names; a keyword may come through `**options`. */
function start(resolver: Resolver, step: Step, args: readonly Argument[], context: Context): readonly Resolved[] {
  if (step.kind === 'position') {
    const positional = args.filter(({name}) => name === undefined)
    const argument = positional[step.position]
    const hidden = positional.slice(0, step.position + 1).some(({spread}) => spread === true)
    return argument === undefined || hidden ? [] : resolver.resolve(argument.value, context)
  }
  if (step.kind !== 'key') return []
  const named = args.find(({name}) => name === step.key)
  if (named !== undefined) return resolver.resolve(named.value, context)
  return args
    .filter(({spread}) => spread === true)
    .flatMap(({value}) => resolver.resolve(value, context))
    .flatMap(value => (value.kind === 'map' ? (entryOf(resolver, value, step.key) ?? []) : []))
}

function walk(resolver: Resolver, values: readonly Resolved[], steps: readonly Step[]): readonly Resolved[] {
  return steps.reduce(
    (found, step) => found.slice(0, valueLimit).flatMap(value => stepInto(resolver, value, step)),
    values,
  )
}

function stepInto(resolver: Resolver, value: Resolved, step: Step): readonly Resolved[] {
  switch (step.kind) {
    case 'key':
      return value.kind === 'map' ? (entryOf(resolver, value, step.key) ?? []) : fromMade(resolver, value, step.key)
    case 'position':
      return atPosition(resolver, value, step.position)
    case 'each':
      return value.kind === 'list' ? (membersOf(resolver, value) ?? []) : []
    case 'where':
      return (value.kind === 'list' ? (membersOf(resolver, value) ?? []) : []).filter(member =>
        holds(resolver, member, step.key, step.is),
      )
    case 'values':
      return value.kind === 'map' ? value.entries.flatMap(entry => resolver.resolve(entry.value, value.context)) : []
    case 'keys':
      return value.kind === 'map' ? (membersOf(resolver, value) ?? []) : []
    case 'special':
      return []
  }
}

/** A member of a list; the positional argument that something was made with: the path of `open("rows.csv")`. */
function atPosition(resolver: Resolver, value: Resolved, position: number): readonly Resolved[] {
  if (value.kind === 'list') {
    const item = value.items[position]
    return item === undefined ? [] : resolver.resolve(item, value.context)
  }
  const made = value.kind === 'symbol' && value.path.at(-1) === '()' ? value.made : undefined
  const argument = made?.call.args[position]
  return argument === undefined || made === undefined || argument.name !== undefined
    ? []
    : resolver.resolve(argument.value, made.context)
}

/** `config.model` where config is an object of a library's or the repository's class: the keyword it was made with. */
function fromMade(resolver: Resolver, value: Resolved, key: string): readonly Resolved[] {
  const made = value.kind === 'symbol' || value.kind === 'instance' ? value.made : undefined
  const own = value.kind === 'symbol' && value.path.at(-1) !== '()' ? undefined : made
  const argument = own?.call.args.find(({name}) => name === key)
  return argument === undefined || own === undefined ? [] : resolver.resolve(argument.value, own.context)
}

function holds(resolver: Resolver, member: Resolved, key: string, is: readonly string[]): boolean {
  const step: Step = /^\d+$/.test(key) ? {kind: 'position', position: Number(key)} : {kind: 'key', key}
  const values = member.kind === 'map' || member.kind === 'list' ? stepInto(resolver, member, step) : []
  return values.some(value => value.kind === 'text' && is.includes(value.text))
}
