import {isDevName} from '../names.ts'
import type {ManifestNote, PackageScope, Project, Reading} from '../notes.ts'
import {type DeclaredList, declaredList} from './declared-list.ts'
import {isSign, joinAll, type Literal, readLiteral, skipExpression, type Text, type Tokens} from './python-literals.ts'
import {pythonTokens} from './python-tokens.ts'

const empty: Literal = {texts: [], entries: new Map(), isWhole: true}
const dependencyArguments: ReadonlySet<string> = new Set([
  'install_requires',
  'extras_require',
  'setup_requires',
  'tests_require',
])
const projectArguments: ReadonlySet<string> = new Set(['name', 'version', 'license'])

interface Argument {
  readonly value: Literal
  readonly line: number
}

/**
 * Dependencies that setup.py states as literals, in the call or in variables of the same file. The file is read, never
 * run: what it computes is a gap.
 * @see setuptools, "Keywords" of `setup()`
 */
export function readSetupPy(text: string, path: string): Reading {
  const found = readCall({list: pythonTokens(text), at: 0})
  if (found === undefined) return {notes: [], gaps: []}
  const list = declaredList(path, keys => (typeof keys[0] === 'number' ? keys[0] : undefined))
  addTexts(found.get('install_requires'), list, {scope: 'runtime'})
  addTexts(found.get('setup_requires'), list, {scope: 'dev', role: 'build'})
  addTexts(found.get('tests_require'), list, {scope: 'dev', role: 'build'})
  for (const [extra, value] of found.get('extras_require')?.value.entries ?? []) {
    addTexts({value, line: 0}, list, {scope: isDevName(extra) ? 'dev' : 'extra', group: extra})
  }
  const computed = [...found].filter(([name, {value}]) => dependencyArguments.has(name) && !isWhole(value))
  const names = computed.map(([name]) => name)
  const note: ManifestNote = {
    kind: 'manifest',
    dialect: 'setup-py',
    path,
    declared: list.declared,
    project: projectOf(found),
    ...(names.length > 0 && {
      dynamic: {line: computed[0]?.[1].line, message: `${names.join(', ')} of setup() is computed in part or whole`},
    }),
  }
  return {notes: [note], gaps: list.gaps}
}

function isWhole({isWhole, entries}: Literal): boolean {
  return isWhole && [...entries.values()].every(entry => entry.isWhole)
}

/** A string may hold one requirement a line. */
function addTexts(
  argument: Argument | undefined,
  list: DeclaredList,
  facts: {scope: PackageScope; role?: 'build'; group?: string},
): void {
  for (const {text, line} of argument?.value.texts ?? []) {
    for (const [at, one] of text.split('\n').entries()) {
      const content = one.replace(/(?:^|\s)#.*$/s, '').trim()
      if (content !== '') list.add(content, [line + at], facts)
    }
  }
}

function projectOf(found: ReadonlyMap<string, Argument>): Project | undefined {
  const stated = (name: string): Text | undefined => {
    const value = found.get(name)?.value
    return value?.isWhole === true && value.texts.length === 1 ? value.texts[0] : undefined
  }
  const name = stated('name')
  return name === undefined
    ? undefined
    : {name: name.text, line: name.line, version: stated('version')?.text, licence: stated('license')?.text}
}

/**
 * Goes through the statements in order, keeps what names are bound to, and reads the arguments of `setup(…)`; undefined
 * without such a call.
 */
function readCall(tokens: Tokens): Map<string, Argument> | undefined {
  const bindings = new Map<string, Literal>()
  let found: Map<string, Argument> | undefined
  while (tokens.at < tokens.list.length) {
    const name = tokens.list[tokens.at]
    tokens.at++
    if (name?.type !== 'name') continue
    if (name.text === 'setup' && isSign(tokens, '(')) found = readArguments(tokens, bindings)
    else bind(name.text, tokens, bindings)
  }
  return found
}

function readArguments(tokens: Tokens, bindings: ReadonlyMap<string, Literal>): Map<string, Argument> {
  const found = new Map<string, Argument>()
  tokens.at++
  while (tokens.at < tokens.list.length && !isSign(tokens, ')')) {
    const name = tokens.list[tokens.at]
    tokens.at++
    if (
      name?.type === 'name' &&
      isSign(tokens, '=') &&
      (dependencyArguments.has(name.text) || projectArguments.has(name.text))
    ) {
      tokens.at++
      found.set(name.text, {value: readLiteral(tokens, bindings), line: name.line})
    } else if (name?.text === '*' && isSign(tokens, '*')) {
      tokens.at++
      addUnpacked(readLiteral(tokens, bindings), name.line, found)
    } else if (name?.type !== 'sign' || name.text !== ',') skipArgument(tokens)
  }
  return found
}

/** From the token before the cursor; always a step forward. */
function skipArgument(tokens: Tokens): void {
  tokens.at--
  skipExpression(tokens)
  if (!isSign(tokens, ',') && !isSign(tokens, ')')) tokens.at++
}

/** `**settings`: what is not stated as a literal may hold anything. */
function addUnpacked(settings: Literal, line: number, found: Map<string, Argument>): void {
  if (!settings.isWhole) found.set('install_requires', {value: settings, line})
  for (const [name, value] of settings.entries) {
    if (dependencyArguments.has(name) || projectArguments.has(name)) found.set(name, {value, line})
  }
}

/** `name = …`, `name: type = …`, `name += …`, `name["key"] = …`, `name.append(…)`, `name.extend(…)`. */
function bind(name: string, tokens: Tokens, bindings: Map<string, Literal>): void {
  const before = bindings.get(name) ?? empty
  if (isAssignment(tokens, 0)) {
    tokens.at++
    bindings.set(name, readLiteral(tokens, bindings))
  } else if (isSign(tokens, '+') && isAssignment(tokens, 1)) {
    tokens.at += 2
    bindings.set(name, joinAll([before, readLiteral(tokens, bindings)]))
  } else if (isSign(tokens, '[') && tokens.list[tokens.at + 1]?.type === 'string' && isAssignment(tokens, 3)) {
    const key = tokens.list[tokens.at + 1]?.text ?? ''
    tokens.at += 4
    bindings.set(name, joinAll([before, {...empty, entries: new Map([[key, readLiteral(tokens, bindings)]])}]))
  } else if (isSign(tokens, '.') && isAddition(tokens)) {
    tokens.at += 3
    bindings.set(name, joinAll([before, readLiteral(tokens, bindings)]))
  }
}

/** `=` that is no `==`. */
function isAssignment(tokens: Tokens, ahead: number): boolean {
  const sign = tokens.list[tokens.at + ahead]
  const next = tokens.list[tokens.at + ahead + 1]
  return sign?.type === 'sign' && sign.text === '=' && !(next?.type === 'sign' && next.text === '=')
}

function isAddition(tokens: Tokens): boolean {
  const method = tokens.list[tokens.at + 1]
  const call = tokens.list[tokens.at + 2]
  return (
    method?.type === 'name' &&
    (method.text === 'append' || method.text === 'extend') &&
    call?.type === 'sign' &&
    call.text === '('
  )
}
