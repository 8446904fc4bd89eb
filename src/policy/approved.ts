import type {Asset, AssetKind, Licence} from '../inventory/asset.ts'
import type {RuleMeta} from '../inventory/finding.ts'
import {type AnchoredPattern, anchoredPattern} from '../lib/names/anchored-pattern.ts'
import {agentNotApproved} from '../rules/agent-not-approved.ts'
import {datasetNotApproved} from '../rules/dataset-not-approved.ts'
import {licenseNotApproved} from '../rules/license-not-approved.ts'
import {mcpServerNotApproved} from '../rules/mcp-server-not-approved.ts'
import {modelNotApproved} from '../rules/model-not-approved.ts'
import {providerNotApproved} from '../rules/provider-not-approved.ts'
import {registryNotApproved} from '../rules/registry-not-approved.ts'
import {approvedNamesOf, type IsProvider, originOf} from './approved-names.ts'
import type {ParsedPolicy} from './file/parse.ts'
import type {Approved} from './file/policy.generated.ts'
import {satisfiesLicences} from './licences.ts'

/** What an approved list says of one asset. */
export interface ApprovalAnswer {
  readonly meta: RuleMeta
  readonly asset: Asset
  /** a sentence without a full stop */
  readonly message: string
  /** the facts say neither yes nor no */
  readonly isOpen: boolean
}

type ListName = keyof Approved
type Answer = Pick<ApprovalAnswer, 'message' | 'isOpen'> | undefined
type Judge = (asset: Asset, isListed: (name: string) => boolean, isProvider: IsProvider) => Answer

const kindOfList: Partial<Record<ListName, AssetKind>> = {
  models: 'model',
  datasets: 'dataset',
  agents: 'agent',
  mcpServers: 'mcp-server',
}
const labels: Partial<Record<AssetKind, string>> = {
  model: 'model',
  dataset: 'data set',
  agent: 'agent',
  'mcp-server': 'MCP server',
  service: 'service',
}

const lists: readonly (readonly [ListName, RuleMeta, Judge])[] = [
  ['providers', providerNotApproved, judgeProvider],
  ['models', modelNotApproved, judgeNamed('models')],
  ['datasets', datasetNotApproved, judgeNamed('datasets')],
  ['licenses', licenseNotApproved, judgeLicence],
  ['registries', registryNotApproved, judgeRegistry],
  ['agents', agentNotApproved, judgeNamed('agents')],
  ['mcpServers', mcpServerNotApproved, judgeNamed('mcpServers')],
]

/**
 * Holds every asset against the approved lists of a policy: an asset has to be in the list of each file that has one.
 * @returns only what is not approved, or cannot be decided, in the order of the lists
 */
export function judgeApproved(
  assets: readonly Asset[],
  layers: readonly ParsedPolicy[],
  isProvider: IsProvider,
): ApprovalAnswer[] {
  return lists.flatMap(([list, meta, judge]) =>
    layers.flatMap(({file, path}) => {
      const patterns = file.approved?.[list]?.map(anchoredPattern)
      if (patterns === undefined) return []
      const isListed = (name: string): boolean => patterns.some((pattern: AnchoredPattern) => pattern.test(name))
      return assets.flatMap((asset): ApprovalAnswer[] => {
        const answer = judge(asset, isListed, isProvider)
        return answer === undefined
          ? []
          : [{meta, asset, ...answer, message: `${answer.message} (approved.${list} in ${path})`}]
      })
    }),
  )
}

function judgeNamed(list: ListName): Judge {
  return (asset, isListed) => {
    if (asset.kind !== kindOfList[list]) return undefined
    const names = approvedNamesOf(asset)
    return names.some(isListed)
      ? undefined
      : {message: `${labels[asset.kind] ?? asset.kind} ${names[0] ?? asset.name} is not approved`, isOpen: false}
  }
}

function judgeProvider(asset: Asset, isListed: (name: string) => boolean, isProvider: IsProvider): Answer {
  const provider = originOf(asset, isProvider).provider
  if (provider === undefined || isListed(provider)) return undefined
  return {
    message: `${labels[asset.kind] ?? asset.kind} ${approvedNamesOf(asset)[0] ?? asset.name} is of the provider ${provider}, which is not approved`,
    isOpen: false,
  }
}

function judgeRegistry(asset: Asset, isListed: (name: string) => boolean, isProvider: IsProvider): Answer {
  const registry = originOf(asset, isProvider).registry
  if (registry === undefined || isListed(registry)) return undefined
  return {
    message: `${labels[asset.kind] ?? asset.kind} ${asset.name} comes from ${registry}, which is not approved`,
    isOpen: false,
  }
}

/**
 * What states no licence is open for models and data sets; of packages the registry would have to be asked one by one.
 */
function judgeLicence(asset: Asset, isListed: (name: string) => boolean, isProvider: IsProvider): Answer {
  const licences = asset.licences ?? []
  const label = `${labels[asset.kind] ?? asset.kind} ${asset.name}`
  if (licences.length === 0)
    return needsLicence(asset, isProvider)
      ? {message: `nothing states the license of ${label}`, isOpen: true}
      : undefined
  const refused = licences.map(textOf).find(text => !satisfiesLicences(text, isListed))
  return refused === undefined
    ? undefined
    : {message: `${label} has the license ${refused}, which is not approved`, isOpen: false}
}

/** A hosted model is used by the terms of its provider. */
function needsLicence(asset: Asset, isProvider: IsProvider): boolean {
  return (asset.kind === 'model' || asset.kind === 'dataset') && originOf(asset, isProvider).provider === undefined
}

function textOf(licence: Licence): string {
  if (licence.kind === 'id') return licence.id
  return licence.kind === 'expression' ? licence.expression : licence.name
}
