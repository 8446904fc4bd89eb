import {AibomError} from '../../../lib/errors.ts'
import {type Ambiguity, oddLineEnd, severalNames, twice} from '../../../lib/parse/ambiguity.ts'
import {folderOf} from '../../../lib/path.ts'
import {folderFrom} from '../folder.ts'
import type {Edge, LockedPackage, LockReading} from '../lock.ts'
import {originOf} from '../origin.ts'
import {parseSpec, splitAt} from '../spec.ts'
import {
  addDescriptor,
  askedNames,
  type DescriptorIndex,
  dependencySections,
  emptyIndex,
  findDescriptor,
  withoutEntry,
} from './yarn-descriptors.ts'

/** One block: the descriptors it answers, its fields and its lists of dependencies. */
interface Block {
  readonly descriptors: readonly string[]
  readonly line: number
  readonly fields: Map<string, string>
  readonly sections: {readonly name: string; readonly ranges: Map<string, string>}[]
  /** names of fields that are there twice */
  readonly doubled: string[]
}

const quotedPattern = /"((?:[^"\\]|\\.)*)"/y
const barePattern = /[^\s,:"][^\s,]*/y
const blankPattern = /[\s,:]*/y
/** A block's own fields are indented by two blanks, those of its sections by four. */
const fieldIndent = 2

/**
 * Reads yarn.lock of yarn 1. It names no projects: what is direct stands in the manifests alone.
 * @throws {AibomError} `AIBOM_YARN_LOCK_INVALID`
 * @see yarn 1 "yarn.lock" documentation
 */
export function parseYarnClassic(text: string, path: string): LockReading {
  const folder = folderOf(path)
  const blocks = parseBlocks(text, path)
  const index = emptyIndex()
  for (const block of blocks)
    for (const descriptor of block.descriptors) addDescriptor(index, descriptor, keyOfBlock(block))
  const packages = new Map<string, LockedPackage>()
  for (const block of blocks) packages.set(keyOfBlock(block), toPackage(block, folder, index))
  return {
    lock: {
      format: 'yarn-lock',
      path,
      folder,
      packages,
      importers: new Map([[folder, undefined]]),
      overridden: new Set(),
      malformed: [],
      loose: withoutEntry(index, blocks.flatMap(sectionsOf)),
      lookup: {by: 'descriptor', index},
    },
    ambiguities: () => [...ambiguitiesOf(blocks), ...oddLineEnd(text)],
  }
}

function keyOfBlock(block: Block): string {
  return block.descriptors[0] ?? ''
}

function parseBlocks(text: string, path: string): Block[] {
  const blocks: Block[] = []
  let number = 0
  for (const raw of text.split('\n')) {
    number++
    const line = raw.trimEnd()
    const body = line.trimStart()
    if (body === '' || body.startsWith('#')) continue
    if (body.length === line.length) blocks.push(openBlock(body, number, path))
    else if (!addLine(blocks.at(-1), body, line.length - body.length)) throw invalid(path, number)
  }
  return blocks
}

/** @returns false for what is no field */
function addLine(block: Block | undefined, body: string, indent: number): boolean {
  if (block === undefined) return false
  if (indent === fieldIndent && body.endsWith(':')) {
    const section = body.slice(0, -1)
    if (block.sections.some(({name}) => name === section)) block.doubled.push(section)
    block.sections.push({name: section, ranges: new Map()})
    return true
  }
  const [name, ...values] = wordsOf(body) ?? []
  if (name === undefined || values.length === 0) return false
  const fields = indent === fieldIndent ? block.fields : block.sections.at(-1)?.ranges
  if (fields?.has(name) === true) block.doubled.push(name)
  fields?.set(name, values.join(' '))
  return fields !== undefined
}

function openBlock(body: string, line: number, path: string): Block {
  const descriptors = body.endsWith(':') ? wordsOf(body.slice(0, -1)) : undefined
  if (descriptors === undefined || descriptors.length === 0) throw invalid(path, line)
  return {descriptors, line, fields: new Map(), sections: [], doubled: []}
}

/** A descriptor that two blocks answer, a field that one block has twice, a block for several packages. */
function ambiguitiesOf(blocks: readonly Block[]): Ambiguity[] {
  const seen = new Set<string>()
  return blocks.flatMap(({descriptors, doubled, line}) => {
    const again = descriptors.filter(descriptor => seen.has(descriptor))
    for (const descriptor of descriptors) seen.add(descriptor)
    const names = askedNames(descriptors)
    return [
      ...[...again, ...doubled].map(name => twice(name, line)),
      ...(names.length > 1 ? [severalNames(names, line)] : []),
    ]
  })
}

/** JSON strings, and words that end at a blank or comma; undefined when a string does not end. */
function wordsOf(text: string): string[] | undefined {
  const words: string[] = []
  for (
    let at = match(blankPattern, text, 0)?.[0].length ?? 0;
    at < text.length;
    at += match(blankPattern, text, at)?.[0].length ?? 0
  ) {
    const quoted = match(quotedPattern, text, at)
    const word = quoted ?? match(barePattern, text, at)
    if (word === undefined) return undefined
    words.push(quoted === undefined ? word[0] : (quoted[1] ?? '').replace(/\\(.)/g, '$1'))
    at += word[0].length
  }
  return words
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function invalid(path: string, line: number): AibomError {
  return new AibomError('AIBOM_YARN_LOCK_INVALID', `${path}:${line} is not a line of a yarn lock file`)
}

function toPackage(block: Block, folder: string, index: DescriptorIndex): LockedPackage {
  const [alias, range = ''] = splitAt(keyOfBlock(block))
  const spec = parseSpec(alias, range)
  const resolved = block.fields.get('resolved') ?? spec.source
  const isFolder =
    spec.path !== undefined && block.fields.get('resolved') === undefined && !/\.(?:tgz|tar\.gz|tar)$/.test(spec.path)
  const place = resolved ?? (spec.path === undefined || isFolder ? undefined : `file:${spec.path}`)
  const sha1 = resolved === undefined ? undefined : fragmentIntegrity(resolved)
  return {
    name: spec.name,
    alias: spec.name === alias ? undefined : alias,
    version: block.fields.get('version'),
    line: block.line,
    integrity: [block.fields.get('integrity'), sha1].filter(part => part !== undefined).join(' ') || undefined,
    ...(place !== undefined && originOf(place, spec.name)),
    folder: isFolder ? folderFrom(folder, spec.path ?? '') : undefined,
    edges: [
      ...toEdges(block, 'dependencies', 'runtime', index),
      ...toEdges(block, 'optionalDependencies', 'optional', index),
    ],
  }
}

/** yarn 1 appends the SHA-1 of the archive to its URL; for git it is the commit. */
function fragmentIntegrity(resolved: string): string | undefined {
  const [, path = '', hex] = /^https?:([^#?]*)(?:\?[^#]*)?#([0-9a-f]{40})$/.exec(resolved) ?? []
  return hex === undefined || !/\.(?:tgz|tar\.gz)$/.test(path)
    ? undefined
    : `sha1-${Buffer.from(hex, 'hex').toString('base64')}`
}

function sectionsOf({sections}: Block): ReadonlyMap<string, string>[] {
  return sections.flatMap(({name, ranges}) => (dependencySections.some(section => section === name) ? [ranges] : []))
}

function toEdges(block: Block, section: string, kind: Edge['kind'], index: DescriptorIndex): Edge[] {
  const ranges = block.sections.flatMap(one => (one.name === section ? [...one.ranges] : []))
  return ranges.flatMap(([name, range]) => {
    const to = findDescriptor(index, name, range)
    return to === undefined ? [] : [{to, kind}]
  })
}
