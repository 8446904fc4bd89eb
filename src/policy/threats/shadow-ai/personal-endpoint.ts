import {isPersonalHost} from '../../../lib/names/personal-host.ts'
import {personalEndpoint as meta} from '../../../rules/personal-endpoint.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** By the host of a service's endpoint or of an MCP server. */
export const personalEndpoint: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['service', 'mcp-server'], asset => {
      const addresses = asset.kind === 'service' ? asset.facts.endpoints : [asset.facts.url ?? '']
      const found = addresses.find(address => isPersonalHost(hostOf(address)))
      return found === undefined || !isInProduct(asset) ? undefined : `${asset.name} is reached at ${hostOf(found)}`
    }),
}

function hostOf(address: string): string {
  return /^(?:\w+:\/\/)?(?:[^/?#@]*@)?([^/?#:]+)/.exec(address.slice(0, 1000))?.[1] ?? ''
}
