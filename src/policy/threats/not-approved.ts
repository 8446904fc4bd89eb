import type {Asset} from '../../inventory/asset.ts'
import {notApproved as meta} from '../../rules/not-approved.ts'
import {findingOf, nameOf} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

const labels: Partial<Record<Asset['kind'], string>> = {
  model: 'model',
  dataset: 'data set',
  service: 'provider',
  agent: 'agent',
  'mcp-server': 'MCP server',
}

export const notApproved: ThreatRule = {
  meta,
  judge({inventory, approval}) {
    if (approval === undefined) return {findings: [], off: 'no list of what is approved is given'}
    const findings = inventory.assets.flatMap(asset => {
      if (approval(asset) !== false) return []
      return [findingOf(meta, asset, `${labels[asset.kind] ?? asset.kind} ${nameOf(asset)} is not approved${keysOf(asset)}`)]
    })
    return {findings}
  },
}

/** A provider that nobody approved, and that has credentials here all the same. */
function keysOf(asset: Asset): string {
  const names = asset.kind === 'service' ? (asset.facts.environment ?? []) : []
  return names.length === 0 ? '' : `, and ${names.join(', ')} is set for it`
}
