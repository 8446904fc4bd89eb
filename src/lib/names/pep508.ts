/** A dependency as PEP 508 writes it: `name[extra] >=1,<2 ; marker` or `name @ url ; marker`. */
export interface Requirement {
  readonly name: string
  readonly extras: readonly string[]
  /** PEP 440 specifier set without blanks; empty for any version */
  readonly specifier: string
  readonly url?: string
  readonly marker?: string
}

/** Generated markers reach some hundreds of characters. */
const lengthLimit = 20_000
const namePattern = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?![\w.-])/
/** Every marker compares something. */
const comparisonPattern = /[<>=]|\bin\b/
/** `${X}` stays as it is written: pip puts an environment variable there. */
const clausePattern = /^(?:===[^\s,;()]+|(?:~=|==|!=|<=|>=|<|>)[\w${][\w.*+!${}-]*)$/

/**
 * Parses one requirement.
 * @returns undefined for what is none: a path, a bare URL, an option, a clause without operator
 * @see PEP 508, "Grammar"; PEP 440 for the clauses
 */
export function parseRequirement(text: string): Requirement | undefined {
  const trimmed = text.trim()
  if (trimmed.length > lengthLimit) return undefined
  const name = namePattern.exec(trimmed)?.[0]
  if (name === undefined) return undefined
  const {extras, rest} = splitExtras(trimmed.slice(name.length).trimStart())
  if (extras === undefined) return undefined
  if (rest.startsWith('@')) return withUrl(name, extras, rest.slice(1).trim())
  const {head, marker} = splitMarker(rest, rest.indexOf(';'))
  const specifier = toSpecifier(head)
  if (specifier === undefined || (marker !== undefined && !comparisonPattern.test(marker))) return undefined
  return {name, extras, specifier, ...(marker !== undefined && {marker})}
}

function splitExtras(text: string): {extras?: string[]; rest: string} {
  if (!text.startsWith('[')) return {extras: [], rest: text}
  const end = text.indexOf(']')
  if (end === -1) return {rest: text}
  const extras = text
    .slice(1, end)
    .split(',')
    .map(extra => extra.trim())
    .filter(extra => extra !== '')
  return {extras, rest: text.slice(end + 1).trimStart()}
}

/** A URL may hold `;`, so its marker needs a blank before it. */
function withUrl(name: string, extras: readonly string[], text: string): Requirement | undefined {
  const {head, marker} = splitMarker(text, text.search(/\s;/))
  const url = head.split(/\s/, 1)[0] ?? ''
  if (url === '') return undefined
  return {name, extras, specifier: '', url, ...(marker !== undefined && {marker})}
}

function splitMarker(text: string, at: number): {head: string; marker?: string} {
  if (at === -1) return {head: text.trim()}
  const marker = text.slice(at).trim().slice(1).trim()
  return {head: text.slice(0, at).trim(), ...(marker !== '' && {marker})}
}

function toSpecifier(text: string): string | undefined {
  const inner = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text
  const clauses = inner
    .split(',')
    .map(clause => clause.replace(/\s/g, ''))
    .filter(clause => clause !== '')
  return clauses.every(clause => clausePattern.test(clause)) ? clauses.join(',') : undefined
}
