import {isSwitchedOff} from '../inventory/actor.ts'
import {isPrecisionSetting} from '../inventory/answer-settings.ts'
import {type Asset, type AssetOf, textOfLicence} from '../inventory/asset.ts'
import type {Digest} from '../inventory/evidence.ts'
import type {Distribution} from '../inventory/facts.ts'
import {withoutTrailing} from '../lib/text/text.ts'
import type {FactName} from './entry.ts'

/** In any order; undefined is passed over. */
export type Values = readonly (string | undefined)[]
/** What an asset states, by fact; a fact that is absent or empty is not stated. */
export type Stated = Partial<Record<FactName, Values>>

/**
 * What an asset of any kind states of itself; what it is linked with is told in project.ts.
 * @param complete false for what another tool wrote
 */
export function statedFacts(asset: Asset, complete = true): Stated {
  return {
    ...commonFacts(asset),
    ...factsOfKind(asset),
    ...(asset.kind === 'service' && !complete && deniedFacts(asset)),
  }
}

/** What another tool's document says of a service is not so; ours leave it out, since all that is so is in them. */
function deniedFacts(service: AssetOf<'service'>): Stated {
  const {facts} = service
  const {'data-flow': flows = []} = serviceFacts(service)
  return {
    ...(facts.authenticated === true && {unauthenticated: ['no']}),
    ...(facts.crossesTrustBoundary === false && {
      'data-flow': ['stays inside the trust boundary', ...flows],
    }),
  }
}

function commonFacts(asset: Asset): Stated {
  return {
    version: [versionOf(asset)],
    license: (asset.licences ?? []).map(textOfLicence),
    digest: asset.kind === 'dependency-manifest' ? [] : contentDigests(asset),
    publisher: [asset.kind === 'package' ? undefined : asset.author],
    published: asset.kind === 'package' ? [] : publishedAt(asset),
    also: propertyOf(asset, 'aibom:also'),
  }
}

function factsOfKind(asset: Asset): Stated {
  switch (asset.kind) {
    case 'model':
      return modelFacts(asset)
    case 'weights': {
      const {format, parameters, dtypes = [], byteLength} = asset.facts
      return {
        format: [format],
        parameters: [parameters?.toString()],
        quantization: dtypes,
        size: [byteLength?.toString()],
      }
    }
    case 'dataset':
      return datasetFacts(asset)
    case 'package':
      return packageFacts(asset)
    case 'service':
      return serviceFacts(asset)
    case 'agent':
      return {
        framework: [asset.facts.framework],
        tool: asset.facts.tools ?? [],
        endpoint: propertyOf(asset, 'aibom:agent:url'),
        denied: propertyOf(asset, 'aibom:agent:denied'),
      }
    case 'mcp-server':
      return mcpServerFacts(asset)
    case 'prompt':
      return {
        role: [asset.facts.role],
        size: [asset.facts.byteLength?.toString()],
        file: propertyOf(asset, 'aibom:prompt:file'),
        variable: asset.facts.variables ?? [],
      }
    case 'tool':
      return {
        framework: [asset.facts.framework],
        parameter: propertyOf(asset, 'aibom:tool:parameter'),
        definition: asset.facts.definitions ?? [],
      }
    case 'guardrail':
      return {
        framework: [asset.facts.engine],
        setting: [
          ...(asset.facts.checks ?? []),
          ...(asset.facts.stages ?? []).map(stage => `stage=${stage}`),
          ...(asset.facts.settings ?? []),
        ],
      }
    case 'dependency-manifest':
    case 'bom':
      return {}
  }
}

function packageFacts(asset: AssetOf<'package'>): Stated {
  const {facts, version} = asset
  return {
    source: [
      facts.source,
      ...propertyOf(asset, 'aibom:package:extra-index'),
      ...propertyOf(asset, 'aibom:package:patch').map(toPatch),
    ],
    file: fileTexts(facts.distributions),
    range: version === undefined ? (facts.declared ?? []).map(range => comparedRange(range, facts.ecosystem)) : [],
  }
}

/** In PyPI's notation the parts of a range stand in any order. */
function comparedRange(range: string, ecosystem: AssetOf<'package'>['facts']['ecosystem']): string {
  return ecosystem === 'pypi' ? range.replace(/\s/g, '').split(',').sort().join(',') : range
}

function mcpServerFacts(asset: AssetOf<'mcp-server'>): Stated {
  const {transport, command, args, url, origin, pinned, environment} = asset.facts
  return {
    transport: [transport],
    command: [command],
    argument: plainArguments(command, args ?? []),
    url: [url],
    package: [origin],
    floating: flag(pinned === false),
    environment: environment ?? [],
    setting: propertyOf(asset, 'aibom:mcp:setting'),
    scope: propertyOf(asset, 'aibom:mcp:scope'),
    disabled: flag(isSwitchedOff(asset)),
  }
}

/** Programs that ask before they fetch, unless they are told not to; it is written in two ways. */
const fetchers: ReadonlySet<string> = new Set(['npx', 'bunx', 'npm', 'pnpm', 'yarn'])

function plainArguments(command: string | undefined, args: readonly string[]): readonly string[] {
  const name = (command ?? '').slice((command ?? '').lastIndexOf('/') + 1)
  return fetchers.has(name) ? args.map(argument => (argument === '--yes' ? '-y' : argument)) : args
}

function modelFacts(model: AssetOf<'model'>): Stated {
  const {facts} = model
  const set = propertyOf(model, 'aibom:model:setting')
  return {
    floating: flag(facts.floating),
    follows: [movingName(model)],
    architecture: [facts.architecture, facts.architectureFamily],
    parameters: [facts.parameters?.toString() ?? propertyOf(model, 'cdx:ai-ml:model:parameter:count')[0]],
    quantization: [facts.quantization, ...set.filter(isPrecisionSetting)],
    'chat-template': [facts.chatTemplateSha256, ...propertyOf(model, 'aibom:model:chat-template')],
    'remote-code': flag(facts.trustRemoteCode),
    'own-code': propertyOf(model, 'aibom:model:auto-map'),
    'any-format': flag(facts.useSafetensors === false),
    setting: [
      ...(facts.contextLength === undefined ? [] : [`context_length=${facts.contextLength}`]),
      ...Object.entries(facts.hyperparameters ?? {}).map(([name, value]) => `${name}=${value}`),
      ...(facts.tuneMethods ?? []).map(method => `tune_method=${method}`),
      ...set.filter(setting => !isPrecisionSetting(setting)),
      ...propertyOf(model, 'aibom:model:generation').map(setting => `generation ${setting}`),
    ],
  }
}

function datasetFacts(dataset: AssetOf<'dataset'>): Stated {
  const {facts} = dataset
  const files = facts.distributions ?? []
  return {
    floating: flag(facts.floating),
    follows: [movingName(dataset)],
    source: [facts.url, ...files.map(({url}) => url)],
    file: fileTexts(files),
    config: [facts.config],
    split: facts.split ?? [],
    'remote-code': flag(facts.trustRemoteCode),
  }
}

/** Begins the region of a service among its addresses, as they are compared. */
export const regionMark = 'region '

function serviceFacts(service: AssetOf<'service'>): Stated {
  const {facts} = service
  return {
    endpoint: [
      ...facts.endpoints.map(address => withoutTrailing(address, '/')),
      ...propertyOf(service, 'aibom:service:region').map(region => regionMark + region),
    ],
    image: propertyOf(service, 'aibom:service:image'),
    environment: facts.environment ?? [],
    unauthenticated: flag(facts.authenticated === false),
    'data-flow': [
      ...(facts.crossesTrustBoundary === true ? ['leaves the trust boundary'] : []),
      ...(facts.dataFlows ?? []).map(({flow, classification}) => `${flow} ${classification}`),
    ],
  }
}

/** The branch that the hub's clients take where none is named. */
const hubDefault = 'main'

/** The version, else the revision as it is written, which may move. */
function versionOf(asset: Asset): string | undefined {
  if (asset.version !== undefined) return asset.version
  if (asset.kind !== 'model' && asset.kind !== 'dataset') return undefined
  return statedRevision(asset) ?? propertyOf(asset, 'aibom:dataset:version')[0]
}

function statedRevision({facts: {registry, revision}}: AssetOf<'model' | 'dataset'>): string | undefined {
  return registry === 'huggingface' && revision === hubDefault ? undefined : revision
}

/** The moving name that the version was found by. */
function movingName(asset: AssetOf<'model' | 'dataset'>): string | undefined {
  const revision = statedRevision(asset)
  return asset.version === undefined || revision === asset.version ? undefined : revision
}

function flag(value: boolean | undefined): Values {
  return value === true ? ['yes'] : []
}

function propertyOf({properties}: Asset, name: string): readonly string[] {
  return properties?.[name] ?? []
}

function toPatch(path: string): string {
  return `patch ${path}`
}

/** `sha256:…`; an object id of git stands for the content where no digest of it is known. */
function digestTexts(digests: readonly Digest[]): string[] {
  const content = digests.filter(({of}) => of === 'content')
  return (content.length > 0 ? content : digests).map(
    ({alg, hex, of}) => `${of === 'content' ? alg : `${of}-${alg}`}:${hex}`,
  )
}

/** Of a prompt whose file names a model too, that of the rest: the model is told for itself. */
function contentDigests(asset: Asset): string[] {
  const rest = propertyOf(asset, 'aibom:prompt:digest-without-model')
  return rest.length > 0 ? rest.map(hex => `sha256:${hex}`) : [...digestTexts(asset.digests), ...otherDigests(asset)]
}

/** Sums of lock files that are no digest of one file. */
const lockSums = ['commit', 'content-hash', 'go-sum', 'yarn-checksum'] as const

function otherDigests(asset: Asset): string[] {
  return lockSums.flatMap(name => propertyOf(asset, `aibom:package:${name}`).map(value => `${name}:${value}`))
}

/** `name sha256:…`, the name left out where there is none; `name none` of a file without a digest. */
export function fileTexts(distributions: readonly Distribution[]): string[] {
  return distributions.flatMap(({file, url, digests}) => {
    const name = file ?? url?.slice(url.lastIndexOf('/') + 1)
    if (name === undefined || name === '') return digestTexts(digests)
    return digests.length === 0 ? [`${name} none`] : digestTexts(digests).map(digest => `${name} ${digest}`)
  })
}

const commitInAddress = /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/g

/** Where it is published; the commit in an address changes with the version, and says nothing more. */
function publishedAt(asset: Asset): string[] {
  const addresses = (asset.references ?? []).flatMap(({type, url}) =>
    type === 'distribution' || type === 'vcs' ? [url] : [],
  )
  const stored = [...propertyOf(asset, 'aibom:mlflow:source'), ...propertyOf(asset, 'aibom:mlflow:artifacts')]
  return [...addresses, ...stored].map(address => address.replace(commitInAddress, '*'))
}
