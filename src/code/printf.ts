import type {Value} from './module.ts'
import {interleaved} from './resolve/joined.ts'
import type {Made, Resolved, ResolvedOf, Resolving} from './resolve/resolved.ts'

/** A verb of C's `printf`, Go's, Java's, PHP's or Ruby's, with its position: `%s`, `%[2]d`, `%1$s`, `%-8.2f`, `%@`. */
const verb = /(?<!%)%(?:\[\d{1,2}\]|\d{1,2}\$|<\w{1,60}>)?[-+ #0,]{0,5}\d{0,4}(?:\.\d{0,3})?[hljztL]{0,2}[a-zA-Z@]/
/** A field of .NET: `{0}`, `{1:N2}`, `{0,-10}`. */
const field = /\{\d{1,2}[^{}]{0,40}\}/
const verbs = new RegExp(verb, 'g')
const fields = new RegExp(field, 'g')

/** A format and the values that are put in. */
interface Print {
  readonly format: readonly Resolved[]
  readonly values: readonly Value[]
}

/**
 * `fmt.Sprintf("…%s…", x)`, `String.format("…%s…", x)`, `"…%s…".formatted(x)`, `string.Format("…{0}…", x)`, `sprintf`
 * and `format` of PHP and Ruby: the text with its holes.
 */
export function printed(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const print = formattedArgument(resolver, made)
  const text = print?.format.find(one => one.kind === 'text')
  if (print === undefined || text === undefined) return undefined
  return resolver.resolve(filledIn(text, print.values, made), made.context).map(one => ({...one, place: text.place}))
}

function formattedArgument(resolver: Resolving, {call, context}: Made): Print | undefined {
  const values = call.args.filter(({name}) => name === undefined).map(({value}) => value)
  const {callee} = call
  if (callee.kind === 'member' && callee.key === 'formatted')
    return {format: resolver.resolve(callee.of, context), values}
  // Java: `String.format(Locale.US, "…", x)`
  for (const at of [0, 1]) {
    const given = values[at]
    const format = given === undefined ? [] : resolver.resolve(given, context)
    if (format.some(({kind}) => kind === 'text')) return {format, values: values.slice(at + 1)}
  }
  return undefined
}

function filledIn(text: ResolvedOf<'text'>, values: readonly Value[], {call, context}: Made): Value {
  const [hole, holes] = context.module.language === 'csharp' ? [field, fields] : [verb, verbs]
  const names = text.text.match(holes) ?? []
  const {line} = call
  let next = 0
  const given = names.map((name): Value => values[positionIn(name, hole) ?? next++] ?? {kind: 'unknown', line})
  const pieces = text.text.split(hole)
  return interleaved(hole === verb ? pieces.map(piece => piece.replaceAll('%%', '%')) : pieces, given, line)
}

/** The position that a hole states, from 0: .NET counts from 0, the others from 1. */
function positionIn(name: string, hole: RegExp): number | undefined {
  const stated = (hole === field ? /\d+/ : /^%\[?(\d{1,2})[\]$]/).exec(name)
  if (stated === null) return undefined
  return hole === field ? Number(stated[0]) : Number(stated[1]) - 1
}
