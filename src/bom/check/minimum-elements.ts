import {asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {type PropertyFields, toProperties} from '../parts/properties.ts'
import {formatRecord} from '../parts/record.ts'
import type {Property} from '../spec/cyclonedx.generated.ts'
import table from './g7-elements.json' with {type: 'json'}

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

/** What has an element. */
interface Kind {
  readonly one: string
  readonly many: string
}

/** A path's part: `components[type=library]`. */
interface Step {
  readonly name: string
  readonly field?: string | undefined
  readonly value?: string | undefined
}

const kinds: Readonly<Record<string, Kind>> = {
  model: {one: 'model', many: 'models'},
  dataset: {one: 'data set', many: 'data sets'},
  service: {one: 'service', many: 'services'},
}
const stepPattern = /^([\w-]+)(?:\[([\w-]+)=([^\]]+)\])?$/

/**
 * Which minimum elements of an AI-BOM the document holds; each that is unknown, for all or for some of what should have
 * it, with the reason.
 * @param document before these properties
 * @see G7 "SBOM for AI, minimum elements", 2026-05-12
 */
export function minimumElements(document: UnknownRecord): Property[] {
  const components = allComponents(document)
  const members: Readonly<Record<string, readonly UnknownRecord[]>> = {
    document: [{...document, components}],
    model: components.filter(({type}) => type === 'machine-learning-model'),
    dataset: components.filter(isDataset),
    service: recordsOf(document['services']),
  }
  const answers = table.elements.map(element => ({element, ...missing(element, members[element.of] ?? [])}))
  const unknown = answers.filter(({without}) => without > 0)
  const part = unknown.filter(({without, of}) => without < of).length
  const fields: PropertyFields = [
    [
      'aibom:g7',
      formatRecord(Object.entries({elements: answers.length, known: answers.length - unknown.length, partly: part})),
    ],
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
function missing({fields}: Element, members: readonly UnknownRecord[]): {without: number; of: number} {
  if (members.length === 0) return {without: 1, of: 0}
  const paths = fields.map(field => field.split('.').map(parseStep))
  return {without: members.filter(member => !paths.some(path => isKnownAt(member, path, 0))).length, of: members.length}
}

function parseStep(text: string): Step {
  const [, name = text, field, value] = stepPattern.exec(text) ?? []
  return {name, field, value}
}

function isKnownAt(node: unknown, path: readonly Step[], depth: number): boolean {
  const step = path[depth]
  if (step === undefined) return node !== undefined && node !== null && node !== '' && node !== 'unknown'
  const child = asRecord(node)?.[step.name]
  if (!Array.isArray(child)) return isSelected(child, step) && isKnownAt(child, path, depth + 1)
  return child.some(item => isSelected(item, step) && isKnownAt(item, path, depth + 1))
}

function isSelected(node: unknown, {field, value}: Step): boolean {
  return field === undefined || asRecord(node)?.[field] === value
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

/** Prompts are data too. */
function isDataset({type, data}: UnknownRecord): boolean {
  return type === 'data' && recordsOf(data).some(each => each['type'] === 'dataset')
}
