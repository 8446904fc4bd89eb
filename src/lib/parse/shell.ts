/** One word of a command, after quotes and variables. */
export interface ShellWord {
  /** without quotes; `$name` where the value is not known */
  readonly text: string
  /** counts from 1 */
  readonly line: number
}

/** `NAME=value`, by itself or before a command. */
export interface ShellAssignment {
  readonly name: string
  readonly value: string
  readonly line: number
}

/** One simple command: what stands between `;`, `&&`, `|`, a line's end. */
export interface ShellCommand {
  readonly assignments: readonly ShellAssignment[]
  readonly words: readonly ShellWord[]
}

/** More commands than this are generated. */
const commandLimit = 50_000
const assignmentPattern = /^([A-Za-z_]\w{0,100})\+?=/
const namePattern = /[A-Za-z_]\w*/y
/** Words before the command itself. */
const prefixes = new Set(['export', 'local', 'readonly', 'declare', 'typeset', 'set', 'env', 'setenv'])
/** Words of the language that a command may follow. */
const keywords = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', 'time', 'coproc', '!'])
/** Substitutions inside substitutions that are read. */
const depthLimit = 4

/** Looks a variable up. */
type Lookup = Pick<ReadonlyMap<string, string>, 'get'>

interface Scan {
  readonly text: string
  at: number
  line: number
  /** set before this text */
  readonly known: Lookup
  /** set by this text */
  readonly variables: Map<string, string>
  readonly commands: ShellCommand[]
  /** of the command that is being read */
  words: ShellWord[]
  /** ends of the here-documents that follow this line */
  readonly heredocs: string[]
  /** how many substitutions this text stands in */
  readonly depth: number
}

/**
 * Splits a shell text into simple commands, in linear time and without running anything: quotes, line continuations,
 * comments, here-documents (left out), and variables that the text itself sets. A variable that it does not set takes
 * the default of `${NAME:-default}`, else it stays as `$NAME`.
 * @param line of the text's first line
 * @param variables known before, by name
 */
export function parseShell(text: string, line = 1, variables: Lookup = new Map()): ShellCommand[] {
  return parseAt(text, line, variables, 0)
}

function parseAt(text: string, line: number, variables: Lookup, depth: number): ShellCommand[] {
  const scan: Scan = {
    text,
    at: 0,
    line,
    known: variables,
    variables: new Map(),
    commands: [],
    words: [],
    heredocs: [],
    depth,
  }
  while (scan.at < text.length && scan.commands.length < commandLimit) readNext(scan)
  finishCommand(scan)
  return scan.commands
}

function readNext(scan: Scan): void {
  const character = scan.text[scan.at] ?? ''
  if (character === '\n') endLine(scan)
  else if (character === '#') skipComment(scan)
  else if (endsCommand(scan.text, scan.at)) {
    finishCommand(scan)
    scan.at++
  } else if (character === '<' || character === '>') readRedirection(scan)
  else if (/\s/.test(character)) scan.at++
  else if (character === '\\' && isLineEnd(scan.text, scan.at + 1)) skipContinuation(scan)
  else scan.words.push(readWord(scan))
}

function endLine(scan: Scan): void {
  finishCommand(scan)
  nextLine(scan)
  for (const end of scan.heredocs.splice(0)) skipHeredoc(scan, end)
}

function finishCommand(scan: Scan): void {
  if (scan.words.length === 0) return
  const command = toCommand(scan.words, scan.variables)
  scan.commands.push(command)
  scan.words = []
  const script = scriptOf(command)
  if (script !== undefined) readInside(scan, script.text, script.line)
}

/** The text that `sh -c "…"` and `eval "…"` run. */
function scriptOf({words}: ShellCommand): ShellWord | undefined {
  const [program, flag, script] = words
  if (program?.text === 'eval') return flag
  return /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|z)?sh$/.test(program?.text ?? '') && /^-\w{0,9}c$/.test(flag?.text ?? '')
    ? script
    : undefined
}

/** The commands of a text inside this one. */
function readInside(scan: Scan, text: string, line: number): void {
  if (scan.depth >= depthLimit || text.trim() === '') return
  const commands = parseAt(text, line, {get: name => lookUp(scan, name)}, scan.depth + 1)
  for (const command of commands.slice(0, commandLimit - scan.commands.length)) scan.commands.push(command)
}

/** `;`, `&`, `|`, parentheses; braces only where they stand alone. */
function endsCommand(text: string, at: number): boolean {
  const character = text[at] ?? ''
  if (character !== '{' && character !== '}') return /[;&|()]/.test(character)
  return /^[\s;]?$/.test(text[at + 1] ?? '')
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || (text[at] === '\r' && text[at + 1] === '\n')
}

function nextLine(scan: Scan): void {
  scan.at++
  scan.line++
}

function skipContinuation(scan: Scan): void {
  scan.at = scan.text.indexOf('\n', scan.at) + 1
  scan.line++
}

function skipComment(scan: Scan): void {
  const end = scan.text.indexOf('\n', scan.at)
  scan.at = end === -1 ? scan.text.length : end
}

/** `>file`, `2>&1`, `<<EOF`, `<<<word`; the target is no word of the command. */
function readRedirection(scan: Scan): void {
  dropDescriptor(scan)
  const sign = /^(?:<<<|<<-?|>>|>&|<&|>\||<|>)/.exec(scan.text.slice(scan.at, scan.at + 3))?.[0] ?? '>'
  scan.at += sign.length
  while (scan.text[scan.at] === ' ' || scan.text[scan.at] === '\t') scan.at++
  if (scan.at >= scan.text.length || /[\s<>;&|()]/.test(scan.text[scan.at] ?? '')) return
  const target = readWord(scan)
  if (sign === '<<' || sign === '<<-') scan.heredocs.push(target.text)
}

/** The `2` of `2>&1` is no word. */
function dropDescriptor(scan: Scan): void {
  if (/^\d$/.test(scan.text[scan.at - 1] ?? '') && /^\d$/.test(scan.words.at(-1)?.text ?? '')) scan.words.pop()
}

function skipHeredoc(scan: Scan, end: string): void {
  while (scan.at < scan.text.length) {
    const stop = scan.text.indexOf('\n', scan.at)
    const until = stop === -1 ? scan.text.length : stop
    const isEnd = until - scan.at < end.length + 100 && scan.text.slice(scan.at, until).trim() === end
    scan.at = until
    if (scan.at < scan.text.length) nextLine(scan)
    if (isEnd) return
  }
}

function readWord(scan: Scan): ShellWord {
  const line = scan.line
  const parts: string[] = []
  for (let part = readPart(scan); part !== undefined; part = readPart(scan)) parts.push(part)
  return {text: parts.join(''), line}
}

/** The next piece of a word: quoted, expanded or one character; undefined at its end. */
function readPart(scan: Scan): string | undefined {
  const character = scan.text[scan.at]
  if (character === undefined || /[\s;&|()<>]/.test(character)) return undefined
  if (character === "'") return readSingle(scan)
  if (character === '"') return readDouble(scan)
  if (character === '$') return readDollar(scan)
  if (character === '`') return readBackquote(scan)
  if (character === '\\') return isLineEnd(scan.text, scan.at + 1) ? undefined : readEscape(scan)
  scan.at++
  return character
}

function readEscape(scan: Scan): string {
  scan.at += 2
  return scan.text[scan.at - 1] ?? ''
}

function readSingle(scan: Scan): string {
  const end = scan.text.indexOf("'", scan.at + 1)
  return take(scan, scan.at + 1, end === -1 ? scan.text.length : end)
}

/** Text between two offsets; the reader stands behind the sign that ends it. */
function take(scan: Scan, from: number, to: number): string {
  const text = scan.text.slice(from, to)
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) scan.line++
  scan.at = to + 1
  return text
}

function readDouble(scan: Scan): string {
  const parts: string[] = []
  scan.at++
  while (scan.at < scan.text.length && scan.text[scan.at] !== '"') parts.push(readQuotedPart(scan))
  scan.at++
  return parts.join('')
}

function readQuotedPart(scan: Scan): string {
  const character = scan.text[scan.at] ?? ''
  if (character === '$') return readDollar(scan)
  const next = scan.text[scan.at + 1] ?? ''
  const isEscape = character === '\\'
  if ((isEscape ? next : character) === '\n') scan.line++
  scan.at += isEscape ? 2 : 1
  if (!isEscape) return character
  if (next === '\n') return ''
  return /["\\$`]/.test(next) ? next : `\\${next}`
}

function readBackquote(scan: Scan): string {
  const {line} = scan
  const end = scan.text.indexOf('`', scan.at + 1)
  readInside(scan, take(scan, scan.at + 1, end === -1 ? scan.text.length : end), line)
  return '$()'
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`, `$(…)`; the value where it is known. */
function readDollar(scan: Scan): string {
  const next = scan.text[scan.at + 1]
  if (next === '(') return readSubstitution(scan)
  if (next === "'") return readAnsi(scan)
  if (next === '"') {
    scan.at++
    return readDouble(scan)
  }
  if (next === '{') {
    const end = scan.text.indexOf('}', scan.at)
    return expandShellVariable(take(scan, scan.at + 2, end === -1 ? scan.text.length : end), {
      get: name => lookUp(scan, name),
    })
  }
  namePattern.lastIndex = scan.at + 1
  const name = namePattern.exec(scan.text)?.[0]
  scan.at += 1 + (name?.length ?? 0)
  return name === undefined ? '$' : (lookUp(scan, name) ?? `$${name}`)
}

function lookUp({known, variables}: Scan, name: string): string | undefined {
  return variables.get(name) ?? known.get(name)
}

function readSubstitution(scan: Scan): string {
  let depth = 0
  let at = scan.at + 1
  for (; at < scan.text.length; at++) {
    if (scan.text[at] === '(') depth++
    else if (scan.text[at] === ')' && --depth === 0) break
  }
  const {line} = scan
  const inside = take(scan, scan.at + 2, at)
  // `$((…))` is arithmetic; `$(NAME)` is a variable of Kubernetes or make as often as a command, and names nothing
  if (!/^\(|^\s*\w+\s*$/.test(inside)) readInside(scan, inside, line)
  return '$()'
}

/** `$'…'`: quoted, with the escapes of C. */
function readAnsi(scan: Scan): string {
  let end = scan.at + 2
  while (end < scan.text.length && scan.text[end] !== "'") end += scan.text[end] === '\\' ? 2 : 1
  const text = take(scan, scan.at + 2, Math.min(end, scan.text.length))
  return text.replace(/\\([ntr\\'"])/g, (_whole, sign: string) => ({n: '\n', t: '\t', r: '\r'})[sign] ?? sign)
}

/**
 * What stands inside `${…}`.
 * @param known values by name
 * @returns the value, the default, or `$NAME`
 */
export function expandShellVariable(inside: string, known: Lookup = new Map()): string {
  const match = /^([A-Za-z_]\w*)(?::?[-=](.*))?/s.exec(inside)
  if (match === null) return `$${inside}`
  const [, name = '', fallback] = match
  return known.get(name) ?? fallback?.replace(/^(["'])(.*)\1$/s, '$2') ?? `$${name}`
}

/** A text in which each `$NAME` and `${…}` is what {@link expandShellVariable} makes of it. */
export function expandShellVariables(text: string, known: Lookup): string {
  return text.replace(
    /\$\{([^{}]{1,200})\}|\$([A-Za-z_]\w*)/g,
    (_whole, braced: string | undefined, bare: string | undefined) => expandShellVariable(braced ?? bare ?? '', known),
  )
}

function toCommand(words: readonly ShellWord[], variables: Map<string, string>): ShellCommand {
  const assignments: ShellAssignment[] = []
  let start = 0
  for (; start < words.length; start++) {
    const word = words[start] as ShellWord
    const name = assignmentPattern.exec(word.text)
    if (name !== null) assignments.push({name: name[1] ?? '', value: word.text.slice(name[0].length), line: word.line})
    else if (!prefixes.has(word.text) && !keywords.has(word.text)) break
  }
  for (const {name, value} of assignments) if (!value.includes('$')) variables.set(name, value)
  return {assignments, words: words.slice(start)}
}
