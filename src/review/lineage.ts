import {isCommit} from '../lib/names/commit.ts'
import {asRecord, asText, recordsOf} from '../lib/narrow.ts'
import {originsOf} from './checks/licences.ts'
import {placedLicences} from './checks/terms/placed.ts'
import type {ReviewContext} from './context.ts'
import type {ReviewResult} from './review-result.generated.ts'
import {hashesOf, type Part} from './view.ts'

type Lineage = ReviewResult['lineage']
type Node = Lineage['nodes'][number]

/** A picture of more nodes shows nothing any more. */
const nodeLimit = 60

/** The picture while it is drawn. */
interface Canvas {
  readonly nodes: Map<string, Node>
  readonly edges: Map<string, Lineage['edges'][number]>
  left: number
  add(part: Part, kind: Node['kind']): string | undefined
  join(from: string | undefined, to: string | undefined, kind: Lineage['edges'][number]['kind']): void
}

/** What the product is made of, and what that was made from: models, their bases and data, services, agents. */
export function lineageOf(context: ReviewContext): Lineage {
  const {view} = context
  const canvas = openCanvas(context)
  const product =
    view.subject !== undefined && view.subject.role !== 'model' ? canvas.add(view.subject, 'product') : undefined
  for (const model of view.models) {
    const id = canvas.add(model, 'model')
    canvas.join(product, id, 'uses')
    addOrigins(model, id, {canvas, context, seen: new Set()})
  }
  for (const service of view.services) canvas.join(product, canvas.add(service, 'service'), 'calls')
  for (const part of view.parts)
    if (part.role === 'agent' || part.role === 'mcp-server') canvas.join(product, canvas.add(part, 'agent'), 'uses')
  for (const dataset of view.datasets) if (!dataset.isOrigin) canvas.add(dataset, 'dataset')
  return {
    nodes: [...canvas.nodes.values()],
    edges: [...canvas.edges.values()],
    ...(canvas.left > 0 && {left: canvas.left}),
  }
}

interface Drawing {
  readonly canvas: Canvas
  readonly context: ReviewContext
  /** models whose origins are drawn: some lead in a circle */
  readonly seen: Set<Part>
}

function addOrigins(model: Part, id: string | undefined, drawing: Drawing): void {
  const {canvas, context, seen} = drawing
  if (seen.has(model)) return
  seen.add(model)
  const {bases, datasets} = originsOf(model, context.view)
  const above = ({isOrigin, parent}: Part): string | undefined =>
    isOrigin && parent !== undefined && parent !== model ? canvas.add(parent, 'base') : id
  for (const base of bases) {
    const at = canvas.add(base, 'base')
    canvas.join(above(base), at, 'derived-from')
    if (!base.isOrigin) addOrigins(base, at, drawing)
  }
  for (const dataset of datasets) canvas.join(above(dataset), canvas.add(dataset, 'dataset'), 'trained-on')
}

function openCanvas(context: ReviewContext): Canvas {
  const canvas: Canvas = {
    nodes: new Map(),
    edges: new Map(),
    left: 0,
    add(part, kind) {
      const id = `${kind === 'base' ? 'model' : kind}:${part.name.toLowerCase()}`
      if (canvas.nodes.has(id)) return id
      if (canvas.nodes.size >= nodeLimit) {
        canvas.left++
        return undefined
      }
      canvas.nodes.set(id, {
        id,
        kind,
        name: part.name || 'without a name',
        detail: detailOf(part, context),
        known: isKnown(part, context),
      })
      return id
    },
    join(from, to, kind) {
      if (from !== undefined && to !== undefined && from !== to) canvas.edges.set(`${from}\n${to}`, {from, to, kind})
    },
  }
  return canvas
}

function detailOf(part: Part, {view}: ReviewContext): string {
  if (part.pointer.startsWith('/services/')) {
    const provider = asText(asRecord(part.node['provider'])?.['name'])
    return provider === undefined ? 'provider not stated' : `run by ${provider}`
  }
  if (part === view.subject && part.role !== 'model') return asText(part.node['version']) ?? 'version not stated'
  const version = asText(part.node['version'])
  const licences = placedLicences(part, view).map(({text}) => text)
  const short = isCommit(version) ? version.slice(0, 12) : version
  return [short ?? 'version not stated', licences.length > 0 ? licences.join(', ') : 'license not stated'].join(' · ')
}

function isKnown(part: Part, {view}: ReviewContext): boolean {
  const {node} = part
  if (part.pointer.startsWith('/services/')) return asText(asRecord(node['provider'])?.['name']) !== undefined
  if (part === view.subject && part.role !== 'model') return asText(node['version']) !== undefined
  const pinned =
    asText(node['version']) !== undefined ||
    hashesOf(node).length > 0 ||
    recordsOf(node['components']).some(child => hashesOf(child).length > 0)
  return pinned && placedLicences(part, view).length > 0
}
