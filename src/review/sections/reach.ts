import {reachOf} from '../checks/agents.ts'
import {endpointsOf, flowsOf, isCleartext, isLocal} from '../checks/services.ts'
import type {ReviewContext} from '../context.ts'
import type {ReviewResult} from '../review-result.generated.ts'
import {nameIn} from './identity.ts'

/** What is not stated is `unknown`; only a stated false is `no`. */
export function serviceRows({view, notes}: ReviewContext): ReviewResult['services'] {
  return view.services.map(service => {
    const {node, pointer, name} = service
    const provider = nameIn(node['provider'])
    const crosses = node['x-trust-boundary']
    return {
      name,
      ...(provider !== undefined && {provider}),
      endpoints: endpointsOf(service),
      encrypted: encryptionOf(endpointsOf(service)),
      authenticated: node['authenticated'] === true ? 'yes' : node['authenticated'] === false ? 'no' : 'unknown',
      ...(typeof crosses === 'boolean' && {leaves: crosses}),
      flows: flowsOf(service).map(({flow, classification}) => `${flowWords.get(flow) ?? flow}: ${classification}`),
      evidence: [notes.cite(pointer, name)],
    }
  })
}

function encryptionOf(endpoints: readonly string[]): 'yes' | 'no' | 'unknown' {
  if (endpoints.some(isCleartext)) return 'no'
  return endpoints.every(isLocal) ? 'unknown' : 'yes'
}

const flowWords: ReadonlyMap<string, string> = new Map([
  ['inbound', 'in'],
  ['outbound', 'out'],
  ['bi-directional', 'sent and received'],
  ['unknown', 'direction unknown'],
])

/** Agents, MCP servers and tools, with what each may do. */
export function agentRows({view, notes}: ReviewContext): ReviewResult['agents'] {
  return view.parts
    .filter(({role}) => role === 'agent' || role === 'mcp-server' || role === 'tool')
    .map(part => ({
      name: part.name,
      kind: part.role === 'mcp-server' ? 'MCP server' : part.role,
      may: reachOf(part).map(({text}) => text),
      evidence: [notes.cite(part.pointer, part.name)],
    }))
}
