import {isMistypedModel} from '../bom/check/types.ts'
import {isDataset} from '../bom/parts/dataset.ts'
import {weightNamePattern} from '../bom/read/recognise.ts'
import {asList, asRecord, asText, indexedRecords, recordsOf, textsOf, type UnknownRecord} from '../lib/narrow.ts'
import {basesIn} from './bases.ts'

/** What a component is to a reviewer. */
export type Role =
  | 'model'
  | 'dataset'
  | 'weights'
  | 'file'
  | 'code'
  | 'agent'
  | 'mcp-server'
  | 'tool'
  | 'prompt'
  | 'other'

/** A component or service with where it stands. */
export interface Part {
  readonly node: UnknownRecord
  /** JSON pointer */
  readonly pointer: string
  readonly role: Role
  /** `group/name` */
  readonly name: string
  readonly ref: string | undefined
  readonly parent: Part | undefined
  /** named as the origin of its parent: an ancestor, a data set in a model card */
  readonly isOrigin: boolean
}

/** A document as a reviewer asks of it. */
export interface BomView {
  readonly document: UnknownRecord
  readonly metadata: UnknownRecord
  /** what the BOM is of; undefined where it does not say */
  readonly subject: Part | undefined
  /** every component, the subject, nested ones and origins too */
  readonly parts: readonly Part[]
  readonly models: readonly Part[]
  readonly datasets: readonly Part[]
  readonly services: readonly Part[]
  readonly byRef: ReadonlyMap<string, Part>
  /** what the graph leads to from a component, by its bom-ref */
  readonly dependencies: ReadonlyMap<string, readonly Part[]>
  /** bom-refs that the graph joins with a service */
  readonly served: ReadonlySet<string>
}

/** Bounds work on documents of any size. */
const partLimit = 200_000
const codeNamePattern = /\.(?:py|ipynb|so|dll|sh|js)$/i

/** Finds every component once, nested ones and origins too, up to a limit. */
export function viewOf(document: UnknownRecord): BomView {
  const metadata = asRecord(document['metadata']) ?? {}
  const parts: Part[] = []
  const services: Part[] = []
  const subjectNode = asRecord(metadata['component'])
  const subject = subjectNode === undefined ? undefined : toPart(subjectNode, '/metadata/component', undefined, false)
  const queue: Part[] = [
    ...(subject === undefined ? [] : [subject]),
    ...recordsOf(document['components']).map((node, index) => toPart(node, `/components/${index}`, undefined, false)),
  ]
  for (const part of queue) {
    if (parts.length >= partLimit) break
    parts.push(part)
    queue.push(...childrenOf(part))
  }
  const bases = basesIn(document, parts)
  const serviceQueue = recordsOf(document['services']).map((node, index) =>
    toPart(node, `/services/${index}`, undefined, false),
  )
  for (const part of serviceQueue) {
    if (services.length >= partLimit) break
    services.push(part)
    serviceQueue.push(
      ...recordsOf(part.node['services']).map((node, index) =>
        toPart(node, `${part.pointer}/services/${index}`, part, false),
      ),
    )
  }
  const byRef = new Map(
    [...parts, ...services].flatMap(part => (part.ref === undefined ? [] : [[part.ref, part] as const])),
  )
  return {
    document,
    metadata,
    subject,
    parts,
    services,
    models: parts.filter(part => part.role === 'model' && !part.isOrigin && !bases.has(part.ref ?? '')),
    datasets: parts.filter(({role}) => role === 'dataset'),
    byRef,
    dependencies: dependenciesIn(document, byRef),
    served: servedBy(services, document),
  }
}

/** What the BOM is of as a whole: its subject, else its only model. */
export function topOf({subject, models}: BomView): Part | undefined {
  return subject ?? (models.length === 1 ? models[0] : undefined)
}

function servedBy(services: readonly Part[], document: UnknownRecord): ReadonlySet<string> {
  const refs = new Set(services.flatMap(({ref}) => ref ?? []))
  const joined = recordsOf(document['dependencies']).flatMap(({ref, dependsOn}) => {
    const [from, targets] = [String(ref), textsOf(dependsOn)]
    return [...(refs.has(from) ? targets : []), ...(targets.some(to => refs.has(to)) ? [from] : [])]
  })
  return new Set(joined)
}

function dependenciesIn(document: UnknownRecord, byRef: ReadonlyMap<string, Part>): BomView['dependencies'] {
  return new Map(
    recordsOf(document['dependencies']).map(({ref, dependsOn}) => [
      String(ref),
      textsOf(dependsOn).flatMap(to => byRef.get(to) ?? []),
    ]),
  )
}

function isFile({role}: Part): boolean {
  return role === 'weights' || role === 'file' || role === 'code'
}

function childrenOf(part: Part): Part[] {
  const {node, pointer} = part
  const origins = (field: string): Part[] =>
    recordsOf(asRecord(node['pedigree'])?.[field]).map((child, index) =>
      toPart(child, `${pointer}/pedigree/${field}/${index}`, part, true),
    )
  return [
    ...recordsOf(node['components']).map((child, index) =>
      toPart(child, `${pointer}/components/${index}`, part, false),
    ),
    ...origins('ancestors'),
    ...inlineDatasets(part),
  ]
}

function inlineDatasets(part: Part): Part[] {
  const parameters = asRecord(asRecord(part.node['modelCard'])?.['modelParameters'])
  return asList(parameters?.['datasets']).flatMap((item, index) => {
    const dataset = asRecord(item)
    if (asText(dataset?.['name']) === undefined) return []
    const node = {
      type: 'data',
      name: dataset?.['name'],
      'bom-ref': dataset?.['bom-ref'],
      description: dataset?.['description'],
      data: [dataset],
    }
    return [toPart(node, `${part.pointer}/modelCard/modelParameters/datasets/${index}`, part, true)]
  })
}

function toPart(node: UnknownRecord, pointer: string, parent: Part | undefined, isOrigin: boolean): Part {
  return {node, pointer, parent, isOrigin, role: roleOf(node), name: nameOf(node), ref: asText(node['bom-ref'])}
}

function roleOf(node: UnknownRecord): Role {
  const name = asText(node['name']) ?? ''
  const own = kindStated(node)
  if (own !== undefined) return own
  if (node['type'] === 'machine-learning-model' || node['modelCard'] !== undefined)
    return weightNamePattern.test(name) ? 'weights' : 'model'
  if (weightNamePattern.test(name)) return 'weights'
  if (node['type'] === 'data') return isDataset(node) ? 'dataset' : 'other'
  if (node['type'] === 'file') return codeNamePattern.test(name) ? 'code' : 'file'
  return isMistypedModel(node) ? 'model' : 'other'
}

const stated: ReadonlyMap<string, Role> = new Map([
  ['model', 'model'],
  ['dataset', 'dataset'],
  ['weights', 'weights'],
  ['agent', 'agent'],
  ['mcp-server', 'mcp-server'],
  ['mcp-client', 'agent'],
  ['tool', 'tool'],
  ['prompt', 'prompt'],
])

/** Tools say it in a property, or in the first part of a bom-ref. */
function kindStated(node: UnknownRecord): Role | undefined {
  for (const {name, value} of recordsOf(node['properties'])) {
    if (
      typeof name === 'string' &&
      typeof value === 'string' &&
      /(?:^|[-:_.])(?:kind|asset-type|component[-_]type)$/.test(name)
    ) {
      const role = stated.get(value.toLowerCase().replaceAll('_', '-'))
      if (role !== undefined) return role
    }
  }
  if (node['type'] !== 'application' && node['type'] !== 'data') return undefined
  const [head = ''] = (asText(node['bom-ref']) ?? '').split(':')
  return /^(?:agent|mcp-server|mcp-client|tool|prompt)$/.test(head) ? stated.get(head) : undefined
}

/** `group/name`; some tools write the group into the name too. */
export function nameOf(node: UnknownRecord | undefined): string {
  const [group, name] = [asText(node?.['group']), asText(node?.['name'])]
  if (group === undefined || name === undefined) return name ?? group ?? ''
  return name.startsWith(`${group}/`) ? name : `${group}/${name}`
}

/** Values of every property whose name fits: tools prefix one name each with their own. */
export function propertiesLike(node: UnknownRecord, pattern: RegExp): string[] {
  return recordsOf(node['properties']).flatMap(property =>
    pattern.test(String(property['name'])) ? (asText(property['value']) ?? []) : [],
  )
}

/** An external reference, with the JSON pointer of its URL. */
export interface StatedReference {
  readonly type: unknown
  readonly url: string
  readonly pointer: string
}

/** The external references of a component or service, in order. */
export function referencesOf({node, pointer}: Part): StatedReference[] {
  return indexedRecords(node['externalReferences']).map(([index, {type, url}]) => ({
    type,
    url: String(url),
    pointer: `${pointer}/externalReferences/${index}/url`,
  }))
}

/** Licences as stated, each as one text with its place inside the component. */
export function licencesOf(node: UnknownRecord): {readonly text: string; readonly at: string}[] {
  return recordsOf(node['licenses']).flatMap((item, index) => {
    const licence = asRecord(item['license'])
    const text = asText(item['expression']) ?? asText(licence?.['id']) ?? asText(licence?.['name'])
    return text === undefined ? [] : [{text, at: `/licenses/${index}`}]
  })
}

/** Who makes or supplies it, the maker first. */
export function makerOf(node: UnknownRecord): string | undefined {
  const entities = [node['manufacturer'], node['supplier'], ...asList(node['authors'])].map(entity =>
    asText(asRecord(entity)?.['name']),
  )
  return entities.find(name => name !== undefined) ?? asText(node['publisher']) ?? asText(node['author'])
}

/** Who supplies what the BOM is of; authors and manufacturer of the metadata are those of the BOM. */
export function supplierOf(metadata: UnknownRecord): string | undefined {
  return asText(asRecord(metadata['supplier'])?.['name'])
}

/** A hash with its pointer, seen from the component. */
export interface StatedHash {
  readonly alg: string
  readonly content: string
  readonly at: string
}

/** Entries without algorithm or content are left out. */
export function hashesOf(node: UnknownRecord): StatedHash[] {
  return recordsOf(node['hashes']).flatMap((hash, index) => {
    const [alg, content] = [asText(hash['alg']), asText(hash['content'])]
    return alg === undefined || content === undefined ? [] : [{alg, content, at: `/hashes/${index}`}]
  })
}

/** The files of a model: inside it, and those that the graph leads to. */
export function filesOf(view: BomView, model: Part): Part[] {
  const inside = view.parts.filter(part => part.parent === model && isFile(part))
  // some tools list files beside their model, and join them by the graph alone
  const isModel = view.byRef.get(model.ref ?? '')?.role === 'model'
  const linked = isModel ? dependenciesOf(model, view).filter(part => isFile(part) && part.parent !== model) : []
  return [...inside, ...linked]
}

/** What a component depends on, as far as it is described. */
export function dependenciesOf({ref}: Part, {dependencies}: BomView): readonly Part[] {
  return dependencies.get(ref ?? '') ?? []
}
