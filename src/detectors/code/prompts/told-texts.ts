import type {Argument, Call, CallSite, Module, Scope, Value, ValueOf} from '../../../code/module.ts'
import {lastName} from '../../../code/written-name.ts'
import {snakeCase} from '../names/snake-case.ts'
import {isNoPrompt, opensWithRole} from './prompt-words.ts'

/** A text that says of itself who the model is, wherever it stands. */
export interface ToldText {
  readonly value: Value
  readonly scope: Scope
  readonly line: number
  /** what the object that is made with it is called, where that is declared */
  readonly name?: string
}

/** What is given a text for people, or compares and checks one. */
const forPeople =
  /^(?:t|_|__|i18n|translate|gettext|ngettext|toast|alert|confirm|notify|warn|warning|error|info|log|debug|print|println|printf|write|echo|fail|throw|raise|expect|describe|it|test|equals?|assert\w*|toast\w*|show\w*|\w*(?:Error|Exception|Warning|Toast|Notification|Alert))$/
/** Members of a list that are looked at. */
const itemLimit = 100

/**
 * Texts under no name that opens them: what a function of the program is given (`ask(model, "You are a …")`), the
 * members of a list, what a function returns beside something else.
 */
export function toldTexts({calls, namings, scopes}: Module): readonly ToldText[] {
  return [
    ...calls.flatMap(site => inCall(site)),
    ...namings.flatMap(({value, scope}) => (value.kind === 'list' || isJoined(value) ? told(value, scope) : [])),
    ...scopes.flatMap(scope => scope.returns.flatMap(value => told(value, scope))),
  ]
}

/** What is given by its place, or under a name that says nothing else: `Persona(name: "Chef", message: "You are …")`. */
function inCall({call: {callee, args}, scope, target}: CallSite): ToldText[] {
  if (forPeople.test(lastName(callee))) return []
  const given = args.flatMap(({name, value}) => (name === undefined || !isNoPrompt(snakeCase(name)) ? [value] : []))
  const named = target === undefined || scope.kind === 'function' ? {} : {name: target}
  return given.flatMap(value => told(value, scope).map(one => ({...one, ...named})))
}

/** A text as it stands, or the pieces that `[…].join("\n")` makes one of. */
function textsIn(value: Value): Value[] {
  if (value.kind === 'text' || value.kind === 'template') return [value]
  return isJoined(value) ? [value] : []
}

function isJoined(value: Value): value is Call {
  return value.kind === 'call' && value.callee.kind === 'member' && value.callee.key === 'join'
}

/** Whether a text, or the first piece of a joined one, says who the model is. */
function opensText(value: Value): boolean {
  if (!isJoined(value)) return opensWithRole(value)
  const list = value.callee.kind === 'member' ? piecesOf(value.callee.of, value.args) : undefined
  const first = list?.kind === 'list' ? list.items[0] : undefined
  return first !== undefined && opensWithRole(first)
}

/** `["…"].join("\n")` of JavaScript, `"\n".join(["…"])` of Python. */
function piecesOf(of: Value, args: readonly Argument[]): Value | undefined {
  return of.kind === 'list' ? of : args[0]?.value
}

/** Members that open with a role, and `["system", "You are …"]` among them. */
function inList({items}: ValueOf<'list'>, scope: Scope): ToldText[] {
  return items
    .slice(0, itemLimit)
    .map(item => behindRole(item) ?? item)
    .filter(item => (item.kind === 'text' || item.kind === 'template') && opensWithRole(item))
    .map(value => ({value, scope, line: value.line}))
}

function behindRole(item: Value): Value | undefined {
  const [first, second] = item.kind === 'list' && item.items.length === 2 ? item.items : []
  return first?.kind === 'text' && first.text === 'system' ? second : undefined
}

function told(value: Value, scope: Scope): ToldText[] {
  if (value.kind === 'list') return inList(value, scope)
  return textsIn(value).some(opensText) ? [{value, scope, line: value.line}] : []
}
