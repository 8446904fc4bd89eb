import type {AssetKind} from '../../inventory/asset.ts'
import type {Component} from '../spec/cyclonedx.generated.ts'

const types = {
  model: 'machine-learning-model',
  weights: 'file',
  dataset: 'data',
  package: 'library',
  agent: 'application',
  'mcp-server': 'application',
  prompt: 'data',
  tool: 'application',
  guardrail: 'application',
  'dependency-manifest': 'file',
  bom: 'file',
  // it stands among the services; as an ancestor it has to be a component
  service: 'application',
} as const satisfies Record<AssetKind, Component['type']>

/** What CycloneDX calls a kind of asset. */
export function componentType(kind: AssetKind): Component['type'] {
  return types[kind]
}
