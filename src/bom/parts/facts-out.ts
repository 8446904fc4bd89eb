import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {ReachFacts} from '../../inventory/facts.ts'
import {compareText} from '../../lib/sort.ts'
import {ecosystemOf} from './package.ts'
import type {PropertyFields} from './properties.ts'

/** Of the CycloneDX property taxonomy. */
export const hyperparameterPrefix = 'cdx:ai-ml:model:hyperparameter:'

/** The facts of an asset that CycloneDX has no field for, as properties; facts-in.ts is the inverse. */
export function factProperties(asset: Asset): PropertyFields {
  switch (asset.kind) {
    case 'model':
      return modelProperties(asset)
    case 'weights':
      return weightsProperties(asset)
    case 'dataset':
      return datasetProperties(asset)
    case 'package':
      return packageProperties(asset)
    case 'service':
      return [
        ['aibom:service:provider', asset.facts.provider],
        ['aibom:service:environment', asset.facts.environment],
        ['aibom:service:default-endpoint', asset.facts.hasDefaultEndpoint],
      ]
    case 'agent':
      return [
        ['aibom:agent:framework', asset.facts.framework],
        ['aibom:agent:tool', asset.facts.tools],
        ...reachProperties(asset.facts.reach),
      ]
    case 'mcp-server':
      return mcpServerProperties(asset)
    case 'prompt':
      return [
        ['aibom:prompt:role', asset.facts.role],
        ['aibom:prompt:byte-length', asset.facts.byteLength],
        ['aibom:prompt:variable', asset.facts.variables],
        ['aibom:prompt:requested-variable', asset.facts.requested],
        ['aibom:prompt:opening-digest', asset.facts.opening],
        ...reachProperties(asset.facts.reach),
      ]
    case 'tool':
      return [
        ['aibom:tool:framework', asset.facts.framework],
        ['aibom:tool:description-digest', asset.facts.descriptions],
        ['aibom:tool:definition-digest', asset.facts.definitions],
        ...reachProperties(asset.facts.reach),
      ]
    case 'guardrail':
      return [
        ['aibom:guardrail:engine', asset.facts.engine],
        ['aibom:guardrail:check', asset.facts.checks],
        ['aibom:guardrail:stage', asset.facts.stages],
        ['aibom:guardrail:setting', asset.facts.settings],
      ]
    case 'dependency-manifest':
      return [
        ['aibom:dependency-manifest:ecosystem', asset.facts.ecosystem],
        ['aibom:dependency-manifest:role', asset.facts.role],
      ]
    case 'bom':
      return [
        ['aibom:bom:format', asset.facts.format],
        ['aibom:bom:spec-version', asset.facts.specVersion],
      ]
  }
}

function modelProperties({facts}: AssetOf<'model'>): PropertyFields {
  return [
    ['aibom:model:registry', facts.registry],
    ['aibom:model:revision', facts.revision],
    ['aibom:model:floating', facts.floating],
    ['aibom:model:parameters', facts.parameters],
    ['aibom:model:library', facts.library],
    ['aibom:model:trust-remote-code', facts.trustRemoteCode],
    ['aibom:model:use-safetensors', facts.useSafetensors],
    ['aibom:model:chat-template-sha256', facts.chatTemplateSha256],
    ['aibom:model:co2-kg', facts.modelCard?.co2Kg],
    ['aibom:model:energy-kwh', facts.modelCard?.energyKwh],
    ['cdx:ai-ml:model:hyperparameter:context_length', facts.contextLength],
    ['cdx:ai-ml:model:hyperparameter:quantization', facts.quantization],
    ...Object.entries(facts.hyperparameters ?? {})
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, value]) => [`${hyperparameterPrefix}${name}`, value] as const),
    ['cdx:ai-ml:model:parameter:tune_method', facts.tuneMethods],
    ['aibom:model:training', facts.modelCard?.training],
    ['cdx:ai-ml:model:language', facts.languages],
  ]
}

function weightsProperties({facts}: AssetOf<'weights'>): PropertyFields {
  return [
    ['aibom:weights:format', facts.format],
    ['aibom:weights:byte-length', facts.byteLength],
    ['aibom:weights:parameters', facts.parameters],
    ['aibom:weights:dtype', facts.dtypes],
    ['aibom:weights:present', facts.present],
  ]
}

function datasetProperties({facts}: AssetOf<'dataset'>): PropertyFields {
  return [
    ['aibom:dataset:registry', facts.registry],
    ['aibom:dataset:config', facts.config],
    ['aibom:dataset:split', facts.split],
    ['aibom:dataset:revision', facts.revision],
    ['aibom:dataset:floating', facts.floating],
    ['aibom:dataset:trust-remote-code', facts.trustRemoteCode],
    ['aibom:dataset:language', facts.languages],
  ]
}

/** What the purl says, and what most packages are, is not said again: most of a large document is packages. */
function packageProperties({purl, facts}: AssetOf<'package'>): PropertyFields {
  return [
    ['aibom:package:ecosystem', ecosystemOf(purl) === facts.ecosystem ? undefined : facts.ecosystem],
    ['aibom:package:scope', facts.scope === 'runtime' ? undefined : facts.scope],
    ['aibom:package:direct', facts.direct || undefined],
    ['aibom:package:declared', facts.declared],
    ['aibom:package:source', facts.source],
    ['aibom:package:local', facts.local],
    ['aibom:package:condition', facts.condition],
  ]
}

function mcpServerProperties({facts}: AssetOf<'mcp-server'>): PropertyFields {
  return [
    ['aibom:mcp:role', facts.role],
    ['aibom:mcp:transport', facts.transport],
    ['aibom:mcp:command', facts.command],
    ['aibom:mcp:argument', facts.args],
    ['aibom:mcp:url', facts.url],
    ['aibom:mcp:origin', facts.origin],
    ['aibom:mcp:pinned', facts.pinned],
    ['aibom:mcp:environment', facts.environment],
    ...reachProperties(facts.reach),
  ]
}

function reachProperties(reach: ReachFacts | undefined): PropertyFields {
  return [
    ['aibom:reach:executes', reach?.executes],
    ['aibom:reach:reads', reach?.reads],
    ['aibom:reach:writes', reach?.writes],
    ['aibom:reach:network', reach?.network],
    ['aibom:reach:auto-approves', reach?.autoApproves],
  ]
}
