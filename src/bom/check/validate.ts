import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {CheckedVersion, SchemaError, Validator} from '../spec/schema.ts'
import {fixOf} from '../spec/schema-advice.ts'
import {loadValidator} from './validator.ts'

/** Something that a document gets wrong, as `aibom validate` prints it. */
export interface Problem {
  /** `schema`, `ref-dangling`, `digest-length` … */
  readonly code: string
  /** a warning does not make the document invalid; absent: an error */
  readonly level?: 'error' | 'warning'
  /** JSON pointer; empty: the whole document */
  readonly pointer: string
  readonly message: string
  readonly fix?: string
}

/** Enumerations have up to 800 values; this many are named. */
const namedValues = 8
/** Alternatives of a schema each add their errors; the deepest say what is wrong. */
const problemLimit = 10
/** Says that no alternative fits; what each of them lacks says more. */
const alternativesPattern = /^must match (?:exactly one|a) schema in/
/** So many parts of an invalid document are checked one by one. */
const partLimit = 100_000
/** Lists of the document whose entries are checked one by one. */
const lists = [
  'components',
  'services',
  'dependencies',
  'compositions',
  'externalReferences',
  'properties',
  'vulnerabilities',
  'annotations',
  'formulation',
  'citations',
]

/**
 * Checks a document against the official schema of its version; the first fault ends it.
 * @returns nothing when it is valid
 */
export async function validateDocument(document: unknown, spec: CheckedVersion): Promise<readonly Problem[]> {
  return problemsOf(await loadValidator(spec), document)
}

/**
 * The same, but after a fault the parts are checked one by one, so that each has its own.
 * @param limit of problems
 */
export async function validateWholly(
  document: UnknownRecord,
  spec: CheckedVersion,
  limit: number,
): Promise<readonly Problem[]> {
  const validate = await loadValidator(spec)
  const first = problemsOf(validate, document)
  if (first.length === 0) return []
  const found = new Map(first.map(problem => [keyOf(problem), problem]))
  const frame = {bomFormat: 'CycloneDX', specVersion: spec, version: 1}
  const add = (problems: readonly Problem[], from: string, to: string): void => {
    for (const problem of problems) {
      if (!problem.pointer.startsWith(from)) continue
      const placed = {...problem, pointer: to + problem.pointer.slice(from.length)}
      found.set(keyOf(placed), placed)
    }
  }
  add(
    problemsOf(validate, {
      ...document,
      ...Object.fromEntries(lists.map(name => [name, undefined])),
      metadata: undefined,
    }),
    '',
    '',
  )
  if (document['metadata'] !== undefined) {
    const {component, ...rest} = asRecord(document['metadata']) ?? {}
    add(problemsOf(validate, {...frame, metadata: rest}), '/metadata', '/metadata')
    if (component !== undefined)
      checkParts([component], 'components', '/metadata/component', {validate, frame, add}, () => false)
  }
  let parts = 0
  const isEnough = (): boolean => ++parts > partLimit || found.size >= limit
  for (const name of lists) checkParts(asList(document[name]), name, `/${name}`, {validate, frame, add}, isEnough)
  return [...found.values()].slice(0, limit)
}

interface Checking {
  readonly validate: Validator
  readonly frame: UnknownRecord
  readonly add: (problems: readonly Problem[], from: string, to: string) => void
}

/** Level by level: components hold components, and each is checked without those inside it. */
function checkParts(
  items: readonly unknown[],
  list: string,
  at: string,
  checking: Checking,
  isEnough: () => boolean,
): void {
  const queue = items.map((item, index) => ({item, pointer: at === '/metadata/component' ? at : `${at}/${index}`}))
  for (const {item, pointer} of queue) {
    if (isEnough()) return
    const record = asRecord(item)
    const inner = list === 'components' || list === 'services' ? asList(record?.[list]) : []
    const part = inner.length === 0 ? item : {...record, [list]: undefined}
    checking.add(problemsOf(checking.validate, {...checking.frame, [list]: [part]}), `/${list}/0`, pointer)
    for (const [index, child] of inner.entries()) queue.push({item: child, pointer: `${pointer}/${list}/${index}`})
  }
}

function keyOf({pointer, message}: Problem): string {
  return `${pointer}\n${message}`
}

function problemsOf(validate: Validator, document: unknown): Problem[] {
  if (validate(withoutUndefined(document))) return []
  const problems = (validate.errors ?? []).map(toProblem)
  const depth = ({pointer}: Problem): number => pointer.split('/').length
  const deepest = Math.max(...problems.map(depth))
  const told = problems.filter(problem => depth(problem) === deepest)
  const plain = told.filter(({message}) => !alternativesPattern.test(message))
  return (plain.length > 0 ? plain : told).slice(0, problemLimit)
}

/** Parts that were taken out for a check are not there at all. */
function withoutUndefined(document: unknown): unknown {
  const record = asRecord(document)
  if (record === undefined || !Object.values(record).includes(undefined)) return document
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function toProblem(error: SchemaError): Problem {
  const {instancePath, keyword, message, params} = error
  const allowed = keyword === 'enum' && Array.isArray(params['allowedValues']) ? params['allowedValues'] : []
  const extra = typeof params['additionalProperty'] === 'string' ? `: ${params['additionalProperty']}` : ''
  const values =
    allowed.length === 0
      ? ''
      : `: ${allowed.slice(0, namedValues).join(', ')}${allowed.length > namedValues ? ' …' : ''}`
  return {code: 'schema', pointer: instancePath, message: `${message ?? keyword}${extra}${values}`, fix: fixOf(error)}
}
