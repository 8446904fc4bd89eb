import type {Argument} from '../../../code/module.ts'
import type {Context, Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {isSecretName} from '../../../lib/redact/names.ts'
import {redactText} from '../../../lib/redact/text.ts'
import type {Finder} from '../finder.ts'
import type {Site} from '../site.ts'

/** Settings of one guardrail that are kept, and how deep lists and constructions are followed. */
const settingLimit = 60
const depthLimit = 4
const longestValue = 200
/** What a call gives a guardrail to look at, and whom it speaks to, are none of its settings. */
const content = /^(?:messages|input|prompt|text|content|system|query|output|modelId)$/i

/**
 * What a guardrail is told, `PromptInjection.threshold=0.9`, and the digest of the code that it is: with another of
 * these it may let through what it stopped.
 */
export function guardrailSettings(finder: Finder, {args, context, decorated}: Site): string[] {
  const settings = settingsOf(finder, args, {context, under: [], depth: 0})
  const code = decorated?.digest === undefined ? [] : [`code=sha256:${decorated.digest}`]
  return [...new Set([...settings, ...code])].sort().slice(0, settingLimit)
}

interface Holder {
  readonly context: Context
  readonly under: readonly string[]
  readonly depth: number
}

type Given = Pick<Argument, 'name' | 'value'>

function settingsOf(finder: Finder, given: readonly Given[], {context, under, depth}: Holder): string[] {
  if (depth > depthLimit) return []
  return given.flatMap(({name = '', value}) => {
    if (content.test(name) || isSecretName(name)) return []
    const path = name === '' ? under : [...under, name]
    return finder.resolver.resolve(value, context).flatMap(resolved => settingsIn(finder, resolved, path, depth + 1))
  })
}

function settingsIn(finder: Finder, value: Resolved, under: readonly string[], depth: number): string[] {
  const inside = (given: readonly Given[], context: Context, name: readonly string[] = []): string[] =>
    settingsOf(finder, given, {context, under: [...under, ...name], depth})
  switch (value.kind) {
    case 'text':
      return under.length === 0 ? [] : [`${under.join('.')}=${redactText(value.text).slice(0, longestValue)}`]
    case 'scalar':
      return under.length === 0 ? [] : [`${under.join('.')}=${String(value.value)}`]
    case 'list':
      return inside(
        value.items.map(item => ({value: item})),
        value.context,
      )
    case 'map':
      return inside(
        value.entries.map(({key = '', value: of}) => ({name: key, value: of})),
        value.context,
      )
    case 'symbol':
    case 'instance':
      return value.made === undefined
        ? []
        : inside(value.made.call.args, value.made.context, [lastName(value.made.call.callee)])
    default:
      return []
  }
}
