import type {Gap} from '../../../inventory/gap.ts'
import {baseName} from '../../../lib/path.ts'
import {toDistribution} from '../artifact.ts'
import {isDevName} from '../names.ts'
import type {Declared, LocalFolder, PackageScope, Unread} from '../notes.ts'
import {indexOrigin, type Origin, referenceOrigin, toDigest} from '../origin.ts'
import {gapsOfUnread} from '../unread.ts'
import {type LogicalLine, logicalLines, viaOf} from './logical-lines.ts'
import {type Parsed, parseNamed, parseReference, type Reference} from './requirement-line.ts'

/** Another file that a list takes in. */
export interface Include {
  /** as written, relative to the file that includes it */
  readonly target: string
  readonly role: 'requirements' | 'constraints'
}

/** What a requirements file declares, and the files and folders that it takes in. */
export interface RequirementsFile {
  readonly declared: readonly Declared[]
  readonly gaps: readonly Gap[]
  readonly includes: readonly Include[]
  readonly folders: readonly LocalFolder[]
}

interface Indexes {
  main?: Origin | undefined
  readonly extra: string[]
}

const shownLength = 80
const editableOptions: ReadonlySet<string> = new Set(['-e', '--editable'])
const optionPattern = /^(--?[a-z][a-z-]*)(?:[=\s]\s*(.*))?$/is
const shortOptionPattern = /^(-[rceif])(?=[^\s=-])(.+)$/
/** Of the two lines that may name an encoding. */
const headLength = 2000
const codingPattern = /coding[:=]\s*([-\w.]{1,40})/
const hashPattern = /--hash[=\s]\s*(\S+)/g

/**
 * Reads a requirements or constraints file after pip's grammar. Options that name indexes are facts of its packages;
 * files it includes are named, not read.
 * @see pip documentation, "Requirements File Format"
 */
export function parseRequirements(text: string, path: string, role: Include['role']): RequirementsFile {
  const declared: Declared[] = []
  const includes: Include[] = []
  const folders: LocalFolder[] = []
  const broken: Unread[] = declaredEncoding(text)
  const indexes: Indexes = {extra: []}
  const scope: PackageScope = isDevName(baseName(path)) ? 'dev' : 'runtime'
  for (const line of logicalLines(text)) {
    broken.push(...lossesOf(line))
    const option = toOption(line.text)
    const isEditable = option !== undefined && editableOptions.has(option.name)
    if (option !== undefined && !isEditable) {
      broken.push(...applyOption(option, line, indexes, includes))
      continue
    }
    const found = option === undefined ? parseLine(line.text) : parseReference(option.value, true)
    if (found === undefined)
      broken.push({line: line.line, message: `not a requirement: ${line.text.slice(0, shownLength)}`})
    else if ('parsed' in found) declared.push(place(found.parsed, line, scope, role))
    else folders.push({path: found.folder, line: line.line, scope})
  }
  return {
    declared: declared.map(entry => withIndexes(entry, indexes)),
    gaps: gapsOfUnread(broken, path, 'lines'),
    includes,
    folders,
  }
}

/**
 * pip reads the file in the encoding that a comment in its first two lines names (PEP 263): another text than is read
 * here.
 */
function declaredEncoding(text: string): Unread[] {
  const lines = text.slice(0, headLength).split('\n', 2)
  const found = lines.map(line => (line.startsWith('#') ? codingPattern.exec(line)?.[1] : undefined))
  const line = found.findIndex(name => name !== undefined)
  const name = found[line]
  return name === undefined || /^utf[-_]?8$/i.test(name)
    ? []
    : [{line: line + 1, message: `the file says that it is written in ${name}, and is read as UTF-8`}]
}

/** What is there and is not read. */
function lossesOf({line, text, isCut}: LogicalLine): Unread[] {
  const shown = text.slice(0, shownLength)
  if (isCut) return [{line, message: `too long to be read to its end: ${shown}`}]
  const unknown = [...text.matchAll(hashPattern)].filter(([, hash = '']) => toDigest(hash) === undefined)
  return unknown.length === 0 ? [] : [{line, message: `a hash that is of no known kind: ${shown}`}]
}

interface Option {
  readonly name: string
  readonly value: string
}

function toOption(text: string): Option | undefined {
  if (!text.startsWith('-')) return undefined
  const [, name, value = ''] = shortOptionPattern.exec(text) ?? optionPattern.exec(text) ?? []
  return name === undefined ? undefined : {name, value: unquote(value.trim())}
}

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}

/** How to install, not what. */
const passedOver: ReadonlySet<string> = new Set([
  ...['--no-index', '--no-binary', '--only-binary', '--prefer-binary', '--require-hashes', '--pre', '--trusted-host'],
  ...[
    '--use-feature',
    '--no-use-wheel',
    '--use-wheel',
    '--allow-external',
    '--allow-all-external',
    '--allow-unverified',
  ],
  ...['--process-dependency-links', '--always-unzip', '-Z', '--all-releases', '--only-final', '--build-constraint'],
])

/** @returns one that is not known: pip takes the beginning of a name for the whole, and may include a file */
function applyOption(
  {name, value}: Option,
  {line, text}: LogicalLine,
  indexes: Indexes,
  includes: Include[],
): Unread[] {
  switch (name) {
    case '-r':
    case '--requirement':
      include(value, 'requirements', includes)
      break
    case '-c':
    case '--constraint':
      include(value, 'constraints', includes)
      break
    case '-i':
    case '--index-url':
    case '--pypi-url':
      indexes.main = indexOrigin(value)
      break
    case '--extra-index-url':
      addIndex(indexOrigin(value), indexes)
      break
    case '-f':
    case '--find-links':
      addIndex(referenceOrigin(value), indexes)
      break
    default:
      if (!passedOver.has(name)) return [{line, message: `not an option that is known: ${text.slice(0, shownLength)}`}]
  }
  return []
}

function addIndex(origin: Origin | undefined, {extra}: Indexes): void {
  if (origin !== undefined) extra.push(origin.url)
}

function include(target: string, role: Include['role'], includes: Include[]): void {
  if (target !== '') includes.push({target, role})
}

/** A requirement with its options: `name==1 --hash=sha256:…`. */
function parseLine(text: string): Reference | undefined {
  const optionsAt = text.search(/\s--?[a-z]/i)
  const requirement = optionsAt === -1 ? text : text.slice(0, optionsAt)
  const named = parseNamed(requirement)
  const found = named === undefined ? parseReference(requirement, false) : {parsed: named}
  if (found === undefined || optionsAt === -1 || !('parsed' in found)) return found
  const hashes = [...text.slice(optionsAt).matchAll(hashPattern)].flatMap(([, hash = '']) => hash)
  return {parsed: {...found.parsed, distributions: withHashes(found.parsed.distributions, hashes)}}
}

/** Of a release with several files each hash is one file's, which one is not said. A direct URL is one file. */
function withHashes(known: Parsed['distributions'], hashes: readonly string[]): Parsed['distributions'] {
  const listed = hashes.map(hash => toDistribution({hashes: [hash]})).filter(file => file.digests.length > 0)
  const [direct] = known
  return direct === undefined
    ? listed
    : [{...direct, digests: [...direct.digests, ...listed.flatMap(file => file.digests)]}]
}

function place(parsed: Parsed, {line, comments}: LogicalLine, scope: PackageScope, role: Include['role']): Declared {
  const via = viaOf(comments).filter(name => !name.startsWith('-c'))
  const neededBy = via.filter(name => !isDirectVia(name))
  return {
    ...parsed,
    line,
    scope,
    direct: via.length === 0 || neededBy.length < via.length,
    ...(neededBy.length > 0 && {neededBy}),
    ...(role === 'constraints' && {role: 'constraint' as const}),
  }
}

/** `-r requirements.in` and `project (pyproject.toml)` are files of this repository, the rest are packages. */
function isDirectVia(name: string): boolean {
  return name.startsWith('-') || name.includes('(')
}

function withIndexes(entry: Declared, {main, extra}: Indexes): Declared {
  if (entry.origin !== undefined) return entry
  return {...entry, ...(main !== undefined && {origin: main}), ...(extra.length > 0 && {extraIndexes: extra})}
}
