import {asList, asRecord, type UnknownRecord} from '../lib/narrow.ts'
import type {Problem} from './validate.ts'

/** What no schema says: every bom-ref is there once, and every reference leads to one. */
export function findBrokenReferences(document: UnknownRecord): readonly Problem[] {
  const problems: Problem[] = []
  const places = new Map<string, string>()
  const references: (readonly [ref: unknown, pointer: string])[] = []
  for (const {pointer, node} of nodesOf(document)) {
    const ref = node['bom-ref']
    if (typeof ref !== 'string') continue
    const first = places.get(ref)
    if (first === undefined) places.set(ref, pointer)
    else problems.push({pointer, message: `bom-ref ${ref} is also at ${first}`})
  }
  for (const {pointer, node} of nodesOf(asRecord(document['metadata']) ?? {}, '/metadata')) references.push(...datasetRefs(node, pointer))
  for (const {pointer, node} of nodesOf({components: document['components']})) references.push(...datasetRefs(node, pointer))
  references.push(
    ...listedRefs(document, 'dependencies', ['ref', 'dependsOn', 'provides']),
    ...listedRefs(document, 'compositions', ['assemblies', 'dependencies']),
  )
  for (const [ref, pointer] of references) {
    if (typeof ref === 'string' && !ref.startsWith('urn:cdx:') && !places.has(ref))
      problems.push({pointer, message: `no component has the bom-ref ${ref}`})
  }
  return problems
}

function datasetRefs(node: UnknownRecord, pointer: string): [unknown, string][] {
  const parameters = asRecord(asRecord(node['modelCard'])?.['modelParameters'])
  return asList(parameters?.['datasets']).map((item, index) => [asRecord(item)?.['ref'], `${pointer}/modelCard/modelParameters/datasets/${index}`])
}

function listedRefs(document: UnknownRecord, list: string, fields: readonly string[]): [unknown, string][] {
  return asList(document[list]).flatMap((item, index) =>
    fields.flatMap(field => {
      const value = asRecord(item)?.[field]
      return (Array.isArray(value) ? value : [value]).map((ref): [unknown, string] => [ref, `/${list}/${index}/${field}`])
    }),
  )
}

/** Every object of a document, each once; a stack and no recursion, since the document may be anybody's. */
function* nodesOf(root: UnknownRecord, at = ''): Generator<{readonly pointer: string; readonly node: UnknownRecord}> {
  const stack: {readonly pointer: string; readonly value: unknown}[] = [{pointer: at, value: root}]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const {pointer, value} = top
    const node = asRecord(value)
    if (node !== undefined) yield {pointer, node}
    const children = Array.isArray(value) ? [...value.entries()] : Object.entries(node ?? {})
    for (const [key, child] of children.reverse()) {
      if (typeof child === 'object' && child !== null)
        stack.push({pointer: `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, value: child})
    }
  }
}
