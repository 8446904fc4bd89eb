import type {Call, Module, Scope, Value} from '../../../code/module.ts'
import {enclosingName} from '../../../code/written-name.ts'
import {snakeCase} from '../names/snake-case.ts'
import {isBuilderName, isPromptName} from './prompt-words.ts'

/** What adds a text to one that is being built: C#, Java and Kotlin, Go, Rust, Ruby. */
const adds = /^(?:append|append_?line|append_?format|write_?string|push_?str|push|concat|puts)$/i
/** The first words of somebody who instructs a model. */
const instructs = /\b(?:you are (?:an?|the)|your (?:task|role|job|goal) is)\b/i
const partLimit = 500

/** A text that a program builds piece by piece. */
export interface BuiltText {
  /** what it is called, or the function that builds it */
  readonly name: string
  readonly line: number
  readonly scope: Scope
  readonly parts: readonly Value[]
}

/** `sb.AppendLine("You are …"); sb.AppendLine("…")`: the pieces, in order, are one prompt. */
export function builtPrompts({calls}: Module): BuiltText[] {
  const built = new Map<Scope, Map<string, Call[]>>()
  for (const {call, scope} of calls) {
    const {callee, args} = call
    if (callee.kind !== 'member' || !adds.test(callee.key) || args.length !== 1) continue
    const name = rootName(callee.of)
    if (name === '') continue
    const named = built.get(scope) ?? new Map<string, Call[]>()
    built.set(scope, named)
    named.set(name, [...(named.get(name) ?? []), call].slice(0, partLimit))
  }
  return [...built].flatMap(([scope, named]) => [...named].flatMap(([name, pieces]) => builtText(scope, name, pieces)))
}

function builtText(scope: Scope, name: string, pieces: readonly Call[]): BuiltText[] {
  const parts = pieces.flatMap(({args: [only]}) =>
    only?.value.kind === 'text' || only?.value.kind === 'template' ? [only.value] : [],
  )
  const [first] = parts
  const function_ = enclosingName(scope)
  const isCalledSo = isPromptName(snakeCase(name)) || isBuilderName(snakeCase(function_))
  if (first === undefined || parts.length < 2 || !isCalledSo || !parts.some(saysWho)) return []
  return [{name: isPromptName(snakeCase(name)) ? name : function_, line: first.line, scope, parts}]
}

function saysWho(value: Value): boolean {
  const texts = value.kind === 'template' ? value.parts : [value]
  return texts.some(part => part.kind === 'text' && instructs.test(part.text))
}

function rootName(value: Value): string {
  let at: Value = value
  while (at.kind === 'call' || (at.kind === 'member' && at.of.kind === 'call'))
    at = at.kind === 'call' ? (at.callee.kind === 'member' ? at.callee.of : at.callee) : at.of
  return at.kind === 'name' ? at.name : ''
}
