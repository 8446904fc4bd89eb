import {withoutPythonIndent} from './languages/indent.ts'
import type {Argument, Value} from './module.ts'
import {parsedOptions} from './options.ts'
import {printed} from './printf.ts'
import {formatted, separated} from './resolve/joined.ts'
import {entryOf, memberOf} from './resolve/members.ts'
import {isPathFunction, joinedPath, joinPath} from './resolve/paths.ts'
import {type Made, placeOf, type Resolved, type Resolving} from './resolve/resolved.ts'
import {lastName} from './written-name.ts'

type Idiom = (resolver: Resolving, made: Made) => readonly Resolved[] | undefined

/** Functions and tags that take away the indentation of a text. */
export const dedents: ReadonlySet<string> = new Set([
  'dedent',
  'cleandoc',
  'codeBlock',
  'stripIndents',
  'outdent',
  'endent',
])

/**
 * Calls of a language and its standard library whose result is one of their arguments: look-ups in the environment with
 * a default, declarations of fields, conversions of text. They are told by the last name of what is called.
 */
const idioms = new Map<string, Idiom>([
  ...['getenv', 'get_env', 'getEnv', 'Getenv', 'GetEnvironmentVariable', 'env'].map((name): [string, Idiom] => [
    name,
    environment,
  ]),
  ...[
    'Field',
    'field',
    'attrib',
    'ib',
    'mapped_column',
    'Option',
    'Argument',
    'Param',
    'Query',
    'Form',
    'HfArg',
    'flag',
  ].map((name): [string, Idiom] => [name, fieldDefault]),
  ...['str', 'String', 'SecretStr', 'Path', 'SystemMessage', 'freeze', 'NewType'].map((name): [string, Idiom] => [
    name,
    firstArgument,
  ]),
  ...['strip', 'rstrip', 'lstrip', 'trim', 'trimEnd', 'trimStart', 'toString', 'decode', 'lower', 'toLowerCase'].map(
    (name): [string, Idiom] => [name, receiverText],
  ),
  ...['getValue', 'asString', 'getName', 'getModelName', 'Trim', 'stripIndent', 'unwrap', 'to_string'].map(
    (name): [string, Idiom] => [name, receiverText],
  ),
  ...['of', 'asList'].map((name): [string, Idiom] => [name, listOf]),
  ...['Ptr', 'To', 'F', 'Opt', 'Raw'].map((name): [string, Idiom] => [name, pointerTo]),
  ['fetch', (resolver, made) => (made.context.module.language === 'ruby' ? lookUpKey(resolver, made) : undefined)],
  ...['get', 'pop', 'setdefault'].map((name): [string, Idiom] => [name, lookUpKey]),
  ...['items', 'entries'].map((name): [string, Idiom] => [name, entries]),
  ['values', values],
  ['keys', (resolver, made) => sourceOf(resolver, made)],
  ['list', firstArgument],
  ['sorted', firstArgument],
  ['tuple', firstArgument],
  ['enumerate', enumerated],
  ['format', (resolver, made) => format(resolver, made) ?? printed(resolver, made)],
  ...['Sprintf', 'sprintf', 'Format', 'formatted'].map((name): [string, Idiom] => [name, printed]),
  ['join', join],
  ['implode', implode],
  ...[...dedents].map((name): [string, Idiom] => [name, dedented]),
  ['joinpath', joinPath],
  ['resolve', (resolver, made) => (isPathFunction(resolver, made) ? joinedPath(resolver, made, []) : undefined)],
  ['concat', concat],
  ['cast', (resolver, made) => argumentAt(resolver, made, 1)],
  ['getattr', getAttribute],
  ['default', receiverDefault],
  ['dict', dictionary],
])

/** The result of a call that the language itself explains; undefined where the callee must be followed. */
export function resolveIdiom(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const {callee} = made.call
  if (made.call.jsx === true) return undefined
  const name = lastName(callee)
  if (callee.kind === 'member' && /^(?:parse_args|parse_known_args|parse_args_into_dataclasses)$/.test(name))
    return [parsedOptions(made)]
  return idioms.get(name)?.(resolver, made)
}

function argumentAt(resolver: Resolving, {call, context}: Made, position: number): readonly Resolved[] | undefined {
  const argument = call.args[position]
  return argument === undefined || argument.name !== undefined ? undefined : resolver.resolve(argument.value, context)
}

function keyword(call: Made['call'], ...names: readonly string[]): Argument | undefined {
  return call.args.find(({name}) => name !== undefined && names.includes(name))
}

/** Of a function of the language: `f(x)`; a method of the same name is something else. */
function firstArgument(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const {callee} = made.call
  // Swift: `String(format: "…", x)`, `String(localized: "…")`
  const written = made.context.module.language === 'swift' ? keyword(made.call, 'format', 'localized') : undefined
  if (written !== undefined) return resolver.resolve(written.value, made.context)
  if (callee.kind === 'name' && callee.name !== 'SystemMessage') {
    const symbols = resolver.resolve(callee, made.context)
    if (symbols.some(({kind}) => kind === 'definition' || kind === 'instance')) return undefined
    return argumentAt(resolver, made, 0)
  }
  if (callee.kind === 'member' && callee.key === 'String') return pointerTo(resolver, made)
  return undefined
}

/** The text without the indentation of the code around it: `textwrap.dedent(…)`, `inspect.cleandoc(…)`, tags of npm. */
function dedented(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const {callee, args} = made.call
  if (args.length !== 1) return undefined
  const symbols = callee.kind === 'name' ? resolver.resolve(callee, made.context) : []
  if (symbols.some(({kind}) => kind === 'definition' || kind === 'instance')) return undefined
  const isCleaned = lastName(callee) === 'cleandoc'
  return argumentAt(resolver, made, 0)?.map(value =>
    value.kind === 'text' ? {...value, text: withoutPythonIndent(value.text, isCleaned)} : value,
  )
}

/** Java's `List.of("a", "b")`, `Arrays.asList(…)`. */
function listOf(_resolver: Resolving, {call, context}: Made): readonly Resolved[] | undefined {
  const {callee, args} = call
  if (callee.kind !== 'member' || callee.of.kind !== 'name' || !/^(?:List|Set|Arrays|Stream)$/.test(callee.of.name))
    return undefined
  return [{kind: 'list', items: args.map(({value}) => value), context, place: placeOf(context.module, call.line)}]
}

/** Go's `aws.String(x)`, `ptr.To(x)`, `openai.F(x)`: a pointer to x, an option that is x. */
function pointerTo(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  return made.context.module.language === 'go' && made.call.callee.kind === 'member' && made.call.args.length === 1
    ? argumentAt(resolver, made, 0)
    : undefined
}

/** `os.getenv("X", "…")`: the default, and the variable. */
function environment(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [name] = argumentAt(resolver, made, 0) ?? []
  if (name?.kind !== 'text') return undefined
  return [
    ...defaultOf(resolver, made),
    {kind: 'dynamic', source: 'environment', name: name.text, place: placeOf(made.context.module, made.call.line)},
  ]
}

function defaultOf(resolver: Resolving, made: Made): readonly Resolved[] {
  const second = made.call.args[1]
  const fallback = keyword(made.call, 'default') ?? (second?.name === undefined ? second : undefined)
  return fallback === undefined
    ? []
    : resolver.resolve(fallback.value, made.context).filter(value => value.kind !== 'scalar')
}

/** `Field(default="…")`, `field(default_factory=lambda: [...])`, `typer.Option("…")`. */
function fieldDefault(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const given = keyword(made.call, 'default', 'default_value', 'value')
  if (given !== undefined) return resolver.resolve(given.value, made.context)
  const factory = keyword(made.call, 'default_factory', 'factory')
  if (factory?.value.kind === 'definition') {
    const {scope} = factory.value
    return scope.returns.flatMap(value => resolver.resolve(value, {module: made.context.module, scope}))
  }
  return argumentAt(resolver, made, 0)
}

function receiver(resolver: Resolving, {call, context}: Made): readonly Resolved[] {
  return call.callee.kind === 'member' ? resolver.resolve(call.callee.of, context) : []
}

/** A method that leaves the text as it is, but for case and white space at the ends. */
function receiverText(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const texts = receiver(resolver, made).filter(({kind}) => kind === 'text' || kind === 'partial')
  return texts.length === 0 ? undefined : texts
}

/** `config.get("model", "…")`, `os.environ.get("X", "…")`, `Deno.env.get("X")`. */
function lookUpKey(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [key] = argumentAt(resolver, made, 0) ?? []
  if (key?.kind !== 'text') return undefined
  const place = placeOf(made.context.module, made.call.line)
  const found = receiver(resolver, made).flatMap((of): readonly Resolved[] => {
    if (of.kind === 'map') return entryOf(resolver, of, key.text) ?? []
    const path = of.kind === 'symbol' ? [of.module, ...of.path].filter(part => part !== '').join('.') : ''
    return /(?:^|\.)(?:environ|env|ENV)$/.test(path)
      ? [{kind: 'dynamic', source: 'environment', name: key.text, place}]
      : []
  })
  const fallback = defaultOf(resolver, made)
  return found.length + fallback.length === 0 ? undefined : [...fallback, ...found]
}

/** What `x.values()` and `Object.values(x)` go over. */
function sourceOf(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const {callee} = made.call
  const isStatic = callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === 'Object'
  const of = isStatic ? argumentAt(resolver, made, 0) : receiver(resolver, made)
  const maps = (of ?? []).filter(({kind}) => kind === 'map')
  return maps.length === 0 ? undefined : maps
}

function values(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  return sourceOf(resolver, made)?.flatMap((map): Resolved[] =>
    map.kind === 'map'
      ? [{kind: 'list', items: map.entries.map(({value}) => value), context: map.context, place: map.place}]
      : [],
  )
}

function entries(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  return sourceOf(resolver, made)?.flatMap((map): Resolved[] => {
    if (map.kind !== 'map') return []
    const items = map.entries.map(({key, computed, value, line}): Value => {
      const name: Value = key === undefined ? (computed ?? {kind: 'unknown', line}) : {kind: 'text', text: key, line}
      return {kind: 'list', items: [name, value], line}
    })
    return [{kind: 'list', items, context: map.context, place: map.place}]
  })
}

function enumerated(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  return argumentAt(resolver, made, 0)?.flatMap((list): Resolved[] => {
    if (list.kind !== 'list') return [list]
    const items = list.items.map(
      (item, index): Value => ({
        kind: 'list',
        items: [{kind: 'scalar', value: index, line: item.line}, item],
        line: item.line,
      }),
    )
    return [{...list, items}]
  })
}

/** `"…{name}…".format(name=x)`. */
function format(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [text] = receiver(resolver, made)
  if (text?.kind !== 'text') return undefined
  const given = made.call.args.filter(({name}) => name === undefined).map(({value}) => value)
  const hole = /\{[^{}]{0,60}\}/
  const names = text.text.match(new RegExp(hole, 'g')) ?? []
  let next = 0
  const filled = names.map((name): Value => {
    const bare = name.slice(1, -1).split(/[!:.[]/)[0] ?? ''
    const argument = /^\d*$/.test(bare) ? given[bare === '' ? next++ : Number(bare)] : keyword(made.call, bare)?.value
    return argument ?? {kind: 'name', name: bare, line: made.call.line}
  })
  return resolver
    .resolve(formatted(text.text, filled, hole, made.call.line), made.context)
    .map(one => ({...one, place: text.place}))
}

/** `"\n".join([...])`, `[...].join("\n")`, `os.path.join(a, b)`. */
function join(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  if (isPathFunction(resolver, made)) return joinedPath(resolver, made, [])
  const [of] = receiver(resolver, made)
  const [argument] = argumentAt(resolver, made, 0) ?? []
  const list = of?.kind === 'list' ? of : argument?.kind === 'list' ? argument : undefined
  const separator = of?.kind === 'text' ? of.text : argument?.kind === 'text' ? argument.text : ','
  if (list === undefined) return undefined
  // the text stands where the list does, which may be another file than the call's
  const line = list.place.line ?? made.call.line
  return resolver.resolve(separated(list.items, separator, line), list.context)
}

/** PHP's `implode("\n", […])`. */
function implode(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [separator, list] = [0, 1].map(position => argumentAt(resolver, made, position)?.[0])
  if (separator?.kind !== 'text' || list?.kind !== 'list') return undefined
  return resolver.resolve(separated(list.items, separator.text, list.place.line ?? made.call.line), list.context)
}

function concat(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [of] = receiver(resolver, made)
  if (of?.kind !== 'text' || made.call.callee.kind !== 'member') return undefined
  return resolver.resolve(
    {kind: 'template', parts: [made.call.callee.of, ...made.call.args.map(({value}) => value)], line: made.call.line},
    made.context,
  )
}

function getAttribute(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const [name] = argumentAt(resolver, made, 1) ?? []
  if (made.call.callee.kind !== 'name' || name?.kind !== 'text') return undefined
  const of = (argumentAt(resolver, made, 0) ?? []).flatMap(value => memberOf(resolver, value, name.text))
  return [...of, ...(argumentAt(resolver, made, 2) ?? [])]
}

/** `z.string().default("…")`. */
function receiverDefault(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  return made.call.callee.kind === 'member' ? argumentAt(resolver, made, 0) : undefined
}

function dictionary(_resolver: Resolving, {call, context}: Made): readonly Resolved[] | undefined {
  if (call.callee.kind !== 'name' || call.args.some(({name}) => name === undefined)) return undefined
  const entries = call.args.flatMap(({name, value, line}) => (name === undefined ? [] : [{key: name, value, line}]))
  return [{kind: 'map', entries, context, place: placeOf(context.module, call.line)}]
}
