import {AibomError} from '../../lib/errors.ts'
import {asText} from '../../lib/narrow.ts'
import {parseAnyBom} from '../read/parse.ts'
import type {ParsedBom} from '../read/parsed.ts'
import {findBrokenReferences, findCycles} from './integrity.ts'
import {type Problem, validateWholly} from './validate.ts'
import {findWrongValues} from './values.ts'

/** A fault with its place for people. */
export interface PlacedProblem extends Problem {
  readonly level: 'error' | 'warning'
  /** from 1 */
  readonly line?: number
}

/** What came of checking one document. */
export interface CheckedDocument {
  readonly form?: 'json' | 'xml'
  readonly specVersion?: string
  /** whose schema it was checked by: `CycloneDX 1.6 (JSON schema)` */
  readonly checkedBy?: string
  readonly valid: boolean
  readonly problems: readonly PlacedProblem[]
  /** what was not checked, in a sentence each */
  readonly notChecked: readonly string[]
}

/** So many faults are told of each kind; a document with more has one cause for them. */
const schemaLimit = 200
const cycleLimit = 20

/**
 * Checks a document of CycloneDX, JSON or XML, or of SPDX: its schema, its references, its purls and digests. What
 * cannot be read at all is not valid, too.
 */
export async function checkDocument(text: string, path: string): Promise<CheckedDocument> {
  try {
    return await checkParsed(parseAnyBom(text, path))
  } catch (error) {
    if (!(error instanceof AibomError) || error.code !== 'AIBOM_BOM_INVALID') throw error
    const message = error.message.startsWith(`${path} `) ? error.message.slice(path.length + 1) : error.message
    const fix = 'Ask for a CycloneDX document in JSON or XML'
    return {valid: false, problems: [{code: 'unreadable', level: 'error', pointer: '', message, fix}], notChecked: []}
  }
}

/** The same for a document that is parsed already. */
export async function checkParsed(parsed: ParsedBom): Promise<CheckedDocument> {
  const {document, spec, specVersion, form, doubled, lineOf} = parsed
  const doubledProblems = doubled.map(
    (what): Problem => ({
      code: 'key-doubled',
      pointer: '',
      message: `${what} stands twice in one object: readers take one or the other`,
      fix: 'Leave one out',
    }),
  )
  if (parsed.spdxProblems !== undefined)
    return spdxChecked(parsed, [
      ...doubledProblems,
      ...parsed.spdxProblems,
      ...findWrongValues(document),
      ...cycleWarnings(parsed),
    ])
  const found = [
    ...doubledProblems,
    ...(await validateWholly(document, spec, schemaLimit)),
    ...findBrokenReferences(document),
    ...findWrongValues(document),
    ...cycleWarnings(parsed),
    ...schemaWarning(parsed),
  ]
  const problems = found.map(problem => place(problem, lineOf))
  return {
    form,
    specVersion,
    checkedBy: `CycloneDX ${spec} (JSON schema)`,
    valid: problems.every(({level}) => level !== 'error'),
    problems,
    notChecked: notCheckedOf(parsed),
  }
}

/** SPDX has no schema here: its graph was checked as it was read, and values are checked in the form of CycloneDX. */
function spdxChecked({form, specVersion, lineOf}: ParsedBom, found: readonly Problem[]): CheckedDocument {
  const problems = found.map(problem => place(problem, lineOf))
  return {
    form,
    specVersion,
    checkedBy: `${specVersion} (elements, relationships, values)`,
    valid: problems.every(({level}) => level !== 'error'),
    problems,
    notChecked: [
      'the schema or shapes that SPDX publishes: aibom checks elements, relationships and values',
      'services that receive data: SPDX has no place for them',
    ],
  }
}

function place(problem: Problem, lineOf: (pointer: string) => number | undefined): PlacedProblem {
  const [, stated] = /^line (\d{1,9}):/.exec(problem.message) ?? []
  const line = stated === undefined ? lineOf(problem.pointer) : Number(stated)
  return {...problem, level: problem.level ?? 'error', ...(line !== undefined && {line})}
}

/** Packages may depend on each other in a circle; it is told, and is no fault of the document. */
function cycleWarnings({document}: ParsedBom): Problem[] {
  return findCycles(document)
    .slice(0, cycleLimit)
    .map(refs => ({
      code: 'ref-cycle',
      level: 'warning',
      pointer: '/dependencies',
      message: `dependencies lead in a circle: ${[...refs, refs[0] ?? ''].join(' → ')}`,
      fix: 'Check whether one of them is meant the other way round',
    }))
}

function schemaWarning({document, spec, form}: ParsedBom): Problem[] {
  const schema = asText(document['$schema'])
  if (form !== 'json' || schema === undefined || schema.includes(`bom-${spec}`)) return []
  const message = `$schema is ${schema}, specVersion ${spec}; it was checked by specVersion`
  return [
    {
      code: 'schema-differs',
      level: 'warning',
      pointer: '/$schema',
      message,
      fix: `Name http://cyclonedx.org/schema/bom-${spec}.schema.json`,
    },
  ]
}

function notCheckedOf({form, spec, specVersion, document, xmlSigned}: ParsedBom): string[] {
  return [
    ...(form === 'xml'
      ? ['the order of elements, which only the XML schema fixes: it was checked in its JSON form']
      : []),
    ...(spec === specVersion ? [] : [`CycloneDX ${specVersion} has no JSON schema: the one of ${spec} was used`]),
    ...(document['signature'] !== undefined || xmlSigned === true ? ['its signature: aibom verify'] : []),
  ]
}
