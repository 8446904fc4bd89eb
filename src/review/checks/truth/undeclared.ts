import type {Asset} from '../../../inventory/asset.ts'
import type {Evidence} from '../../../inventory/evidence.ts'
import {fullName, keyOf} from '../../../inventory/identity.ts'
import {asText} from '../../../lib/narrow.ts'
import {baseName} from '../../../lib/path.ts'
import {listed} from '../../../lib/text/listed.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {plainName} from '../../facts/families.ts'
import type {BomView} from '../../view.ts'

const told = 6
const kinds = {model: 'model', service: 'service', 'mcp-server': 'MCP server', agent: 'agent'} as const
type Used = Extract<Asset, {kind: keyof typeof kinds}>

/** What the code and settings of a delivery use beyond its own files, and the BOM does not list. */
export function checkUndeclared(artifact: Artifact, {view, notes}: ReviewContext): void {
  if (artifact.source !== 'artifact') return
  const {inventory, shown, source} = artifact
  const known = namesIn(view)
  // weights are told as files, and what a model was made from as such
  const toldElsewhere = new Set(
    inventory.relationships.flatMap(({kind, from, to}) => {
      if (kind === 'contains') return [from]
      return kind === 'derived-from' || kind === 'trained-on' ? [to] : []
    }),
  )
  const undeclared = inventory.assets.filter(
    (asset): asset is Used =>
      isUsed(asset) &&
      !toldElsewhere.has(keyOf(asset)) &&
      asset.evidence.some(place => place.level !== 'mentioned' && isOfProduct(place)) &&
      !namesOf(asset).some(name => known.has(plainName(name))),
  )
  const [first] = undeclared
  if (first === undefined) return
  const names = undeclared.map(asset => `the ${kinds[asset.kind]} ${fullName(asset)}`)
  notes.find('use-undeclared', {
    subject: fullName(first),
    message: `${shown} uses ${listed(names, told)}, which the BOM does not list`,
    evidence: undeclared.slice(0, told).map(asset => {
      const {path, line} = asset.evidence.find(isOfProduct) ?? {path: ''}
      const place = `${shown} · ${path}${line === undefined ? '' : `:${line}`}`
      return notes.citeElsewhere({source, place, value: fullName(asset)})
    }),
  })
}

function isUsed(asset: Asset): asset is Used {
  return asset.kind in kinds
}

/** Tests, examples and documentation name what nobody has to run. */
export function isOfProduct({scope}: Evidence): boolean {
  return scope === 'product'
}

/** Of components and services, with and without their owners; of services the providers and hosts too. */
function namesIn({parts, services}: BomView): ReadonlySet<string> {
  const providers = services.flatMap(({node}) => providerWords(JSON.stringify([node['provider'], node['endpoints']])))
  const names = [...parts, ...services].flatMap(({name, ref = '', node}) => {
    // code writes the version of a hosted model into its name: `gpt-4o-2024-08-06`
    const dated = asText(node['version']) === undefined ? [] : [`${baseName(name)}-${asText(node['version'])}`]
    return [name, baseName(name), ref, ...dated]
  })
  return new Set([...names, ...providers].map(plainName))
}

function providerWords(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9][\w-]{1,60}/g) ?? []
}

function namesOf(asset: Used): string[] {
  const own = [fullName(asset), asset.name, baseName(asset.name), ...asset.aliases]
  if (asset.kind === 'service') return [...own, asset.facts.provider, ...asset.facts.provider.split('-')]
  const origin = asset.kind === 'mcp-server' ? asset.facts.origin : undefined
  return origin === undefined ? own : [...own, baseName(origin.split(/[@?]/, 1)[0] ?? '')]
}
