import {providerBySlug} from '../../catalog/providers.ts'
import {fullName} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {asRecord, recordsOf} from '../../lib/narrow.ts'
import {type Operation, toName} from '../operation.ts'

const workloadPrefix = 'aibom.workload.'

/** Whether a document lists what runs, as k8s-aibom writes one for each workload; a BOM of a build does not. */
export function isRuntimeBom(value: unknown): boolean {
  const metadata = asRecord(asRecord(value)?.['metadata'])
  const tools = metadata?.['tools']
  const names = [...recordsOf(tools), ...recordsOf(asRecord(tools)?.['components'])].map(tool => tool['name'])
  const properties = recordsOf(asRecord(metadata?.['component'])?.['properties'])
  return (
    names.includes('k8s-aibom') ||
    properties.some(({name}) => typeof name === 'string' && name.startsWith(workloadPrefix))
  )
}

/** What a workload runs, as operations of a service of its name. */
export function runtimeOperations({subject, assets}: Inventory, value: unknown): Operation[] {
  const metadata = asRecord(asRecord(value)?.['metadata'])
  const atMs = Date.parse(String(metadata?.['timestamp']))
  const name = subject.name.slice(subject.name.lastIndexOf('/') + 1)
  const base = {
    kind: 'workload' as const,
    dialect: 'k8s-aibom',
    scope: 'k8s-aibom',
    service: toName(name),
    tools: [],
    instructions: [],
    failed: false,
    finish: [],
    traceId: '',
    spanId: '',
    parentId: '',
    ...(Number.isNaN(atMs) ? {} : {atMs}),
  }
  const provider = recordsOf(asRecord(value)?.['components']).map(
    component => providerBySlug(String(component['name']))?.slug,
  )
  const by = provider.find(slug => slug !== undefined)
  return assets.flatMap((asset): Operation[] => {
    if (asset.kind === 'model')
      return [
        {
          ...base,
          requested: toName(fullName(asset)),
          ...(by !== undefined && {provider: by}),
        },
      ]
    if (asset.kind === 'agent') return [{...base, agent: toName(asset.name)}]
    if (asset.kind === 'mcp-server') return [{...base, mcpServer: toName(asset.name)}]
    return asset.kind === 'service' ? [{...base, provider: asset.facts.provider}] : []
  })
}
