import {asList, asRecord, recordsOf, type UnknownRecord} from '../lib/narrow.ts'
import type {Property} from './cyclonedx.generated.ts'
import table from './g7-elements.json' with {type: 'json'}
import {type PropertyFields, toProperties} from './properties.ts'
import {formatRecord} from './record.ts'

/** A row of g7-elements.json. */
interface Element {
  readonly id: string
  readonly element: string
  /** what has it: the document, or each component of a kind */
  readonly of: string
  /** paths from there, of which one suffices; `components[type=library]` selects by a field */
  readonly fields: readonly string[]
  /** why it is unknown, where it can be */
  readonly reason?: string
}

interface Kind {
  readonly one: string
  readonly many: string
  members(document: UnknownRecord): readonly UnknownRecord[]
}

const kinds: Readonly<Record<string, Kind>> = {
  model: {one: 'model', many: 'models', members: document => ofType(document, 'machine-learning-model')},
  dataset: {one: 'data set', many: 'data sets', members: document => ofType(document, 'data').filter(isDataset)},
  service: {one: 'service', many: 'services', members: document => recordsOf(document['services'])},
}
const stepPattern = /^([\w-]+)(?:\[([\w-]+)=([^\]]+)\])?$/

/**
 * Which minimum elements of an AI-BOM the document holds; each that is unknown, for all or for some of what should have it, with the reason.
 * @param document before these properties
 * @see G7 «SBOM for AI, minimum elements», 2026-05-12
 */
export function minimumElements(document: UnknownRecord): Property[] {
  const whole = {...document, components: allComponents(document)}
  const answers = table.elements.map(element => ({element, ...missing(element, whole)}))
  const unknown = answers.filter(({without}) => without > 0)
  const part = unknown.filter(({without, of}) => without < of).length
  const fields: PropertyFields = [
    ['aibom:g7', formatRecord(Object.entries({elements: answers.length, known: answers.length - unknown.length, partly: part}))],
    ['aibom:g7:unknown', unknown.map(({element, without, of}) => describe(element, without, of))],
  ]
  return toProperties(fields)
}

function describe({id, element, of: kindName, reason = ''}: Element, without: number, of: number): string {
  const kind = kinds[kindName]
  const missing = kind === undefined || of === 0 ? undefined : `${without} of ${of} ${of === 1 ? kind.one : kind.many}`
  const why = kind !== undefined && of === 0 ? `no ${kind.one} was found` : reason
  return formatRecord(Object.entries({id, element, missing, reason: why}))
}

/** How many lack it, of how many that should have it. Where there is none of a kind, one is missing. */
function missing({of: kindName, fields}: Element, document: UnknownRecord): {without: number; of: number} {
  const kind = kinds[kindName]
  const members = kind === undefined ? [document] : kind.members(document)
  if (members.length === 0) return {without: 1, of: 0}
  return {without: members.filter(member => !fields.some(field => isKnownAt(member, field))).length, of: members.length}
}

function isKnownAt(node: UnknownRecord, path: string): boolean {
  let nodes: readonly unknown[] = [node]
  for (const step of path.split('.')) {
    const [, name = '', field, value] = stepPattern.exec(step) ?? []
    nodes = nodes.flatMap(each => {
      const child = asRecord(each)?.[name]
      return Array.isArray(child) ? asList(child) : [child]
    })
    if (field !== undefined) nodes = nodes.filter(each => asRecord(each)?.[field] === value)
  }
  return nodes.some(each => each !== undefined && each !== null && each !== '' && each !== 'unknown')
}

function allComponents(document: UnknownRecord): UnknownRecord[] {
  const found: UnknownRecord[] = []
  const queue = recordsOf(document['components'])
  for (let component = queue.pop(); component !== undefined; component = queue.pop()) {
    found.push(component)
    queue.push(...recordsOf(component['components']))
  }
  return found
}

function ofType(document: UnknownRecord, type: string): UnknownRecord[] {
  return recordsOf(document['components']).filter(component => component['type'] === type)
}

/** Prompts are data too. */
function isDataset(component: UnknownRecord): boolean {
  return recordsOf(component['data']).some(({type}) => type === 'dataset')
}
