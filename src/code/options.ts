import type {Argument, Call, Value} from './module.ts'
import {type Made, placeOf, type Resolved} from './resolve/resolved.ts'
import {lastName} from './written-name.ts'

/** Options that one module may declare. */
const optionLimit = 1000
const declaring = /^(?:add_argument|add_option|option)$/
/** `--model-id`, `model_id` */
const optionName = /^-{0,2}[A-Za-z][\w-]{0,60}$/

/**
 * The default that a call declares for an option of the command line: `add_argument("--model", default="…")`,
 * `click.option(…)`, and functions of the program's own around
 * these, which take what they take (`add_arg("base_model", type=str, default="…", help="…")`).
 */
export function declaredDefault(call: Call): Value | undefined {
  const given = named(call.args, 'default')
  if (given === undefined) return undefined
  const name = lastName(call.callee)
  const first = call.args[0]
  const isDeclared =
    named(call.args, 'help') !== undefined &&
    first?.name === undefined &&
    first?.value.kind === 'text' &&
    optionName.test(first.value.text)
  return declaring.test(name) || isDeclared ? given : undefined
}

/** What `parser.parse_args()` gives: every option the module declares, under its destination, with its default. */
export function parsedOptions({call, context}: Made): Resolved {
  const entries = context.module.calls.flatMap(({call: added}) => {
    const value = declaredDefault(added)
    const key = value === undefined ? undefined : destination(added.args)
    return key === undefined || value === undefined ? [] : [{key, value, line: value.line}]
  })
  const scope = context.module.root
  return {
    kind: 'map',
    entries: entries.slice(0, optionLimit),
    context: {module: context.module, scope},
    place: placeOf(context.module, call.line),
  }
}

/** argparse: `dest`, else the first long option, else the first one; dashes become underscores. */
function destination(args: readonly Argument[]): string | undefined {
  const dest = named(args, 'dest')
  if (dest?.kind === 'text') return dest.text
  const names = args.flatMap(({name, value}) => (name === undefined && value.kind === 'text' ? [value.text] : []))
  const chosen = names.find(name => name.startsWith('--')) ?? names[0]
  return chosen?.replace(/^-+/, '').replaceAll('-', '_')
}

function named(args: readonly Argument[], wanted: string): Value | undefined {
  return args.find(({name}) => name === wanted)?.value
}
