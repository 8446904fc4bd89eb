import {messageOf} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {ReadSpdx} from '../spdx/assemble.ts'
import {fromSpdx} from '../spdx/read.ts'
import {isSpdx2, isSpdx3} from '../spdx/recognise.ts'
import {fromSpdx2} from '../spdx/version-2/read.ts'
import {jsonLines, nearest} from '../spec/lines.ts'
import {isCheckedVersion} from '../spec/schema.ts'
import {parseXmlBom} from './parse-xml.ts'
import {invalid, type ParsedBom} from './parsed.ts'

/** UTF-16 units; the largest BOM seen had 30 MB. */
const lengthLimit = 256 * 1024 * 1024
/** Components nest some five deep; readers recurse. */
const depthLimit = 150
/** Doubled keys that are told one by one. */
const doubledLimit = 20

/**
 * A CycloneDX document in JSON, 1.2 to 1.7, or in XML, 1.0 to 1.7. Strict in what would let two readers see two
 * documents, liberal in everything the schema says.
 * @throws {AibomError} `AIBOM_BOM_INVALID`
 */
export function parseBom(text: string, path: string): ParsedBom {
  const parsed = parseAnyBom(text, path)
  if (parsed.spdxProblems === undefined) return parsed
  throw invalid(path, `is ${parsed.specVersion}, not a CycloneDX BOM: aibom convert writes one from it`)
}

/** What is said of a document that is known, and not read here. */
function otherForm(document: UnknownRecord): string | undefined {
  const shown = (value: unknown): string => String(value).slice(0, 40)
  if (typeof document['spdxVersion'] === 'string')
    return `is ${shown(document['spdxVersion'])}: of SPDX, versions 2.2, 2.3 and 3 are read`
  if (document['specFormat'] === 'CycloneDX')
    return `is CycloneDX ${shown(document['specVersion'])}: 1.2 to 1.7 are read`
  return undefined
}

/**
 * The same, and a document of SPDX 2.2, 2.3 or 3 in the form of CycloneDX, for who only reads.
 * @throws {AibomError} `AIBOM_BOM_INVALID`
 */
export function parseAnyBom(text: string, path: string): ParsedBom {
  if (text.length > lengthLimit) throw invalid(path, `has more than ${lengthLimit} characters`)
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (/^\s{0,4096}</.test(plain)) return parseXmlBom(plain, path)
  const doubled = scan(plain, path)
  const document = asRecord(parseJson(plain, path))
  if (document === undefined) throw invalid(path, 'is not a JSON object')
  if (isSpdx3(document)) return parseSpdx(fromSpdx(document), plain, doubled)
  if (isSpdx2(document)) return parseSpdx(fromSpdx2(document), plain, doubled)
  const other = otherForm(document)
  if (other !== undefined) throw invalid(path, other)
  if (document['bomFormat'] !== 'CycloneDX') throw invalid(path, 'is not a CycloneDX BOM: bomFormat is not "CycloneDX"')
  const spec = document['specVersion']
  if (spec === undefined) throw invalid(path, 'is not a CycloneDX BOM: specVersion is missing')
  if (!isCheckedVersion(spec))
    throw invalid(path, `has specVersion ${JSON.stringify(spec).slice(0, 40)}; 1.2 to 1.7 are read`)
  return {form: 'json', document, spec, specVersion: spec, doubled, lineOf: jsonLines(plain)}
}

/** The line of a component is that of the element that it was read from. */
function parseSpdx(read: ReadSpdx, text: string, doubled: readonly string[]): ParsedBom {
  const {document, specVersion, places, problems, lost} = read
  const elementLine = jsonLines(text)
  const lineOf = (pointer: string): number | undefined => {
    const place = /^\/(?:@graph|packages|files|relationships)\//.test(pointer) ? pointer : nearest(places, pointer)
    return place === undefined ? undefined : elementLine(place)
  }
  return {
    form: 'json',
    document,
    spec: '1.6',
    specVersion: `SPDX ${specVersion}`,
    doubled,
    lineOf,
    spdxProblems: problems,
    spdxLost: lost,
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(path, `is not JSON: ${messageOf(error)}`, error)
  }
}

const signPattern = /["{}[\]\n]/g
const colonPattern = /[ \t\r\n]*:/y

/** One pass over the signs, before any parser that recurses: depth and doubled keys. */
function scan(text: string, path: string): string[] {
  const keys: (Set<string> | undefined)[] = []
  const doubled: string[] = []
  let line = 1
  signPattern.lastIndex = 0
  for (let found = signPattern.exec(text); found !== null; found = signPattern.exec(text)) {
    const [sign] = found
    if (sign === '\n') line++
    else if (sign === '}' || sign === ']') keys.pop()
    else if (sign === '"') {
      signPattern.lastIndex = endOfString(text, found.index)
      const key = keyAt(text, found.index, signPattern.lastIndex)
      if (key !== undefined && isDoubled(keys, key)) doubled.push(`line ${line}: ${key}`)
    } else if (keys.push(undefined) > depthLimit)
      throw invalid(path, `nests more than ${depthLimit} levels at line ${line}`)
  }
  return doubled.slice(0, doubledLimit)
}

/**
 * Position after the closing quote, which has an even number of backslashes before it; the end of the text where there
 * is none.
 */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote + 1
  }
  return text.length
}

function keyAt(text: string, start: number, end: number): string | undefined {
  colonPattern.lastIndex = end
  return colonPattern.test(text) ? text.slice(start, end) : undefined
}

function isDoubled(stack: (Set<string> | undefined)[], key: string): boolean {
  const top = stack.length - 1
  const known = stack[top]
  if (known?.has(key) === true) return true
  if (known === undefined) stack[top] = new Set([key])
  else known.add(key)
  return false
}
