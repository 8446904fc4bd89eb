import {isTar} from '../../formats/archives/tar.ts'
import {findExternals, findSuperblock, readSuperblock} from '../../formats/hdf5/hdf5.ts'
import {findTextAttribute} from '../../formats/hdf5/hdf5-attributes.ts'
import {findShapes} from '../../formats/hdf5/hdf5-shapes.ts'
import {AibomError} from '../../lib/errors.ts'
import {type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {archiveBomb} from '../../rules/archive-bomb.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {LimitReached} from '../budget.ts'
import {judgeKeras} from '../keras/judge-keras.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** Searched at a time; parts overlap, so that nothing is cut in two. */
const partBytes = 32 * 1024 * 1024
const overlapBytes = 4 * 1024 * 1024
/** What gzip makes of one byte at most, and what no memory minds. */
const deflateRatio = 1032n
const harmlessElements = 2n ** 28n
const shortestConfig = 20
const externalsShown = 20
/** Braces in weights that do not close are passed over quickly: the text behind them ends soon. */
const scansLimit = 16
const blanks: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09])
const words = {link: 'a link leads to', storage: 'a dataset is kept in', view: 'a dataset shows'} as const

/** A container of arrays. Keras keeps the configuration of a model in it as JSON; links may lead to other files. */
export const hdf5: FormatReader = {
  format: 'hdf5',
  matches({bytes, head}) {
    // the first member of a tar begins where an HDF5 file may begin behind a block of its user
    const mayBegin = head[0] === 0x89 || (head.length > 512 && !isTar(head))
    return mayBegin && findSuperblock(bytes) !== undefined ? 'certain' : undefined
  },
  read(file) {
    const at = findSuperblock(file.bytes) ?? 0
    const {end, version} = readSuperblock(file.bytes, at)
    file.fact('superblock', version)
    if (end > file.byteLength)
      throw new AibomError('AIBOM_HDF5_INVALID', `the HDF5 file has ${file.byteLength} bytes, it should have ${end}`)
    const seen = new Set<string>()
    let isModel = false
    for (let begin = at; begin < end; begin += partBytes - overlapBytes) {
      const part = Buffer.from(file.bytes.read(BigInt(begin), Math.min(partBytes, end - begin)))
      isModel ||= part.includes('model_config')
      judgeExternals(file, part, begin, seen)
      judgeShapes(file, part, begin, seen)
      judgeTexts(file, part, seen)
      statAttributes(file, part, seen)
      if (begin + partBytes >= end) break
    }
    if (isModel && !seen.has('config'))
      file.find(configUnread, 'it has a model_config, which cannot be found', {member: 'model_config'})
    file.cover(isEmpty(file, at) ? 0 : at, end)
  },
}

/** What Keras says of itself. */
function statAttributes(file: Examination, part: Buffer, seen: Set<string>): void {
  for (const name of ['keras_version', 'backend']) {
    const text = seen.has(name) ? undefined : findTextAttribute(part, name, file.bytes)
    if (text === undefined) continue
    seen.add(name)
    file.fact(name, text)
  }
}

/** Room for the user before the superblock, with nothing in it. */
function isEmpty({bytes}: Examination, end: number): boolean {
  return end <= partBytes && bytes.read(0n, end).every(byte => byte === 0)
}

function judgeExternals(file: Examination, part: Buffer, begin: number, seen: Set<string>): void {
  for (const {kind, offset, path} of findExternals(part, begin, file.bytes).slice(0, externalsShown)) {
    if (seen.has(`${offset}`)) continue
    seen.add(`${offset}`)
    file.find(pathOutside, `${words[kind]} the file ${JSON.stringify(path)}`, {offset, evidence: path})
  }
}

/** A shape that the file cannot have data for: whoever loads it asks for the memory all the same (CVE-2026-0897). */
function judgeShapes(file: Examination, part: Buffer, begin: number, seen: Set<string>): void {
  for (const {offset, dimensions} of findShapes(part, begin)) {
    const elements = dimensions.reduce((product, size) => product * size, 1n)
    if (elements <= harmlessElements || elements <= file.bytes.byteLength * deflateRatio || seen.has('shape')) continue
    seen.add('shape')
    const shape = dimensions.join(' × ')
    file.find(archiveBomb, `a dataset states ${shape} elements in a file of ${file.bytes.byteLength} bytes`, {offset})
  }
}

/** Every JSON object among the texts of the file: what Keras reads is one of them. */
function judgeTexts(file: Examination, part: Buffer, seen: Set<string>): void {
  let scanned = 0
  for (let at = nextObject(part, 0); at !== -1; ) {
    const {end, reached} = endOfObject(part, at)
    if (end === undefined || end - at < shortestConfig) {
      scanned += reached - at
      if (scanned > part.length * scansLimit) throw new LimitReached('more braces that do not close than a model has')
      at = nextObject(part, at + 1)
      continue
    }
    const text = part.toString('utf8', at, end)
    if (!seen.has(text)) {
      seen.add(text)
      judgeText(file, text, seen)
    }
    at = nextObject(part, end)
  }
}

/** An opening brace with a quote behind it, blanks between them or not. */
function nextObject(part: Buffer, begin: number): number {
  for (let at = part.indexOf(0x7b, begin); at !== -1; at = part.indexOf(0x7b, at + 1)) {
    let next = at + 1
    while (blanks.has(part[next] ?? 0)) next++
    if (part[next] === 0x22) return at
  }
  return -1
}

function judgeText(file: Examination, text: string, seen: Set<string>): void {
  let value: JsonValue
  try {
    const parsed = parseStrictJson(text, {pythonNumbers: true})
    value = parsed.value
    if (parsed.duplicates.length > 0)
      file.find(configUnread, `${JSON.stringify(String(parsed.duplicates[0]))} stands in its configuration twice`)
  } catch (error) {
    if (error instanceof AibomError) return
    throw error
  }
  seen.add('config')
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'class_name' in value)
    file.isOf('keras-h5')
  judgeKeras(file, value)
}

/** Where the object that begins here ends, strings skipped; undefined where it does not end among text. */
function endOfObject(part: Buffer, begin: number): {readonly end: number | undefined; readonly reached: number} {
  let depth = 0
  let at = begin
  while (at < part.length) {
    const byte = part[at] ?? 0
    if (byte === 0x22) {
      const end = endOfText(part, at + 1)
      if (part[end] !== 0x22) return {end: undefined, reached: end}
      at = end
    } else if (byte === 0x7b) depth++
    else if (byte === 0x7d && --depth === 0) return {end: at + 1, reached: at + 1}
    else if (isControl(byte)) break
    at++
  }
  return {end: undefined, reached: at}
}

/** The quote that ends a text, or what else it ends by. */
function endOfText(part: Buffer, begin: number): number {
  let at = begin
  for (; at < part.length; at++) {
    const byte = part[at] ?? 0
    if (byte === 0x5c) at++
    else if (byte === 0x22 || isControl(byte)) break
  }
  return at
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09
}
