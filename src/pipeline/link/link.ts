import type {Asset, AssetKind, Relationship} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'
import {markFloating} from './hosted-models.ts'
import {linkAgents} from './link-agents.ts'
import {guardrailsOfModels, linkGuardrails} from './link-guardrails.ts'
import {completeServer} from './server-facts.ts'
import {completeService} from './service-facts.ts'

/** How the subject stands to what nothing else leads to. */
const subjectRelations: Readonly<Partial<Record<AssetKind, Relationship['kind']>>> = {
  model: 'depends-on',
  weights: 'contains',
  dataset: 'depends-on',
  service: 'calls',
  agent: 'contains',
  'mcp-server': 'depends-on',
  prompt: 'contains',
  tool: 'contains',
  guardrail: 'contains',
  package: 'depends-on',
}

/**
 * Joins across detectors: what no other asset leads to hangs on the subject, so that the graph has one root; a hosted
 * model hangs on the service of its provider too. The subject contains its own members; a package that another one
 * brings in hangs nowhere where its lock draws no edges. Pure.
 */
export function link(
  given: readonly Asset[],
  relationships: readonly Relationship[],
): {assets: Asset[]; relationships: Relationship[]} {
  const judges = guardrailsOfModels(given)
  const assets = judges.assets.length === 0 ? given : sortedBy([...given, ...judges.assets], keyOf)
  const found = [...linkAgents(assets), ...judges.relationships, ...linkGuardrails(assets)]
  const joined = [...relationships, ...newOnes(found, relationships)]
  return {
    assets: assets.map(complete),
    relationships: [...joined, ...fromSubject(assets, joined), ...throughServices(assets, joined)],
  }
}

function complete(asset: Asset): Asset {
  if (asset.kind === 'service') return completeService(asset)
  return asset.kind === 'mcp-server' ? completeServer(asset) : markFloating(asset)
}

/** Each edge once. */
function newOnes(found: readonly Relationship[], known: readonly Relationship[]): Relationship[] {
  const seen = new Set(known.map(edgeOf))
  return found.filter(edge => !seen.has(edgeOf(edge)) && seen.add(edgeOf(edge)))
}

function edgeOf({from, to}: Relationship): string {
  return `${from}\n${to}`
}

function fromSubject(assets: readonly Asset[], relationships: readonly Relationship[]): Relationship[] {
  const reached = new Set(relationships.map(relationship => relationship.to))
  return assets.flatMap((asset): Relationship[] => {
    const kind = subjectRelations[asset.kind]
    const key = keyOf(asset)
    if (kind === undefined || reached.has(key)) return []
    if (asset.kind !== 'package') return [{from: subjectKey, to: key, kind}]
    if (asset.facts.local === true) return [{from: subjectKey, to: key, kind: 'contains'}]
    return asset.facts.direct ? [{from: subjectKey, to: key, kind}] : []
  })
}

/**
 * The models that are used through a service: those whose registry is its provider. None that something which calls the
 * service does not use itself: the way through the service would say that it does.
 */
function throughServices(assets: readonly Asset[], relationships: readonly Relationship[]): Relationship[] {
  const edges = new Set(relationships.map(({from, to}) => `${from}\n${to}`))
  const callers = groupBy(relationships, ({to}) => to)
  const services = assets.filter(asset => asset.kind === 'service')
  const models = groupBy(
    assets.filter(asset => asset.kind === 'model'),
    model => model.facts.registry ?? '',
  )
  return services.flatMap(service => {
    // a hub name may be loaded from the hub or asked of its inference service: the name alone does not tell
    const used = service.facts.provider === 'huggingface' ? [] : (models.get(service.facts.provider) ?? [])
    const from = keyOf(service)
    const of = [...new Set(callers.get(from)?.map(edge => edge.from))].filter(caller => caller !== subjectKey)
    return used.map(keyOf).flatMap((to): Relationship[] => {
      return of.every(caller => edges.has(`${caller}\n${to}`)) ? [{from, to, kind: 'depends-on'}] : []
    })
  })
}
