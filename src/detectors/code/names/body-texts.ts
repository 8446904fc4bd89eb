import type {Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import {addNamedModel} from './named-models.ts'

/** Longer texts are documents. */
const bodyLimit = 4000
/** The key with a plain text behind it, in JSON. */
const modelPair = /"model"\s{0,5}:\s{0,5}"([\w@][\w.:/@-]{1,100})"/

/**
 * `"{\"model\": \"gpt-4o\", \"stream\": true}"`: the body of a request that a program writes as a text, where it is
 * given to a call or has a name.
 */
export function addBodyTexts(finder: Finder): void {
  const {calls, namings, root} = finder.module
  for (const {call, scope} of calls) for (const {value} of call.args) addBody(finder, value, scope)
  for (const {value, scope} of namings) addBody(finder, value, scope)
  for (const value of root.returns) addBody(finder, value, root)
}

function addBody(finder: Finder, value: Value, scope: Finder['module']['root']): void {
  const parts = value.kind === 'template' ? value.parts : [value]
  const [first] = parts
  if (first?.kind !== 'text' || !/^\s{0,20}\{/.test(first.text)) return
  for (const part of parts) {
    if (part.kind !== 'text' || part.text.length > bodyLimit) continue
    const found = modelPair.exec(part.text)
    const [, name] = found ?? []
    if (found === null || name === undefined) continue
    const line = part.line + (part.text.slice(0, found.index).match(/\n/g)?.length ?? 0)
    const model = {kind: 'text', text: name, line} as const
    const within = {
      kind: 'map',
      entries: [{key: 'model', value: model, line}, ...keysOf(part.text, line)],
      line,
    } as const
    if (!finder.isTaken(placeOf(finder.module, line), name))
      addNamedModel(finder, {name: 'model', value: model, line, scope, via: 'key', within})
  }
}

/** The other keys of the text: they tell a request from a record about something else. */
function keysOf(text: string, line: number): {key: string; value: Value; line: number}[] {
  return [...text.matchAll(/"(messages|prompt|input|stream|temperature|max_tokens|system)"\s{0,5}:/g)].map(
    ([, key = '']) => ({key, value: {kind: 'unknown', line}, line}),
  )
}
