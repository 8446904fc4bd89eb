import {type Asset, type Relationship, textOfLicence} from '../../inventory/asset.ts'
import {isForDevelopers} from '../../inventory/development.ts'
import type {Evidence, Level} from '../../inventory/evidence.ts'
import type {Finding} from '../../inventory/finding.ts'
import {fullName, keyOf} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {groupBy} from '../../lib/group.ts'
import {ruleOf} from '../../rules/all.ts'
import {type ListedScope, listedScopes} from './keys.ts'
import type {Asset as AssetRow} from './result.generated.ts'

const levels: readonly Level[] = ['used', 'configured', 'mentioned']

/** Every asset of an inventory as one flat row, in the order of the inventory. */
export function assetRows({
  assets,
  findings,
  relationships,
}: Pick<Inventory, 'assets' | 'findings' | 'relationships'>): AssetRow[] {
  const findingsByKey = groupBy(findings, ({asset}) => asset)
  const edgesByKey = groupBy(relationships, ({from}) => from)
  return assets.map(asset => {
    const key = keyOf(asset)
    return toRow(asset, findingsByKey.get(key) ?? [], edgesByKey.get(key) ?? [])
  })
}

/**
 * The part of a project that an asset belongs to: the product where one of its places is there, wherever else it is
 * seen. A mention counts where nothing uses it.
 */
export function mainScope({evidence}: Pick<Asset, 'evidence'>): ListedScope {
  const used = evidence.filter(({level}) => level !== 'mentioned')
  const telling = used.length > 0 ? used : evidence
  return listedScopes.find(scope => telling.some(each => scopeOf(each) === scope)) ?? 'product'
}

function scopeOf({scope, path}: Evidence): ListedScope {
  return scope === 'product' && isForDevelopers(path) ? 'development' : scope
}

function toRow(asset: Asset, findings: readonly Finding[], edges: readonly Relationship[]): AssetRow {
  const scope = mainScope(asset)
  const place = firstPlace(asset.evidence, scope)
  return {
    ref: keyOf(asset),
    kind: asset.kind,
    name: fullName(asset),
    ...(asset.version !== undefined && {version: asset.version}),
    ...versionFacts(asset),
    licenses: (asset.licences ?? []).map(textOfLicence),
    scope,
    ...(place !== undefined && {place: {path: place.path, ...(place.line !== undefined && {line: place.line})}}),
    places: asset.evidence.length,
    findings: findings.map(({rule, message}) => ({rule, severity: ruleOf(rule)?.severity ?? 'info', message})),
    uses: edges.map(({kind, to}) => ({kind, ref: to})),
  }
}

/** What is known of the version besides an exact one. */
function versionFacts(asset: Asset): Pick<AssetRow, 'revision' | 'floating' | 'declared' | 'remoteCode'> {
  switch (asset.kind) {
    case 'model':
    case 'dataset': {
      const {revision, floating} = asset.facts
      const remoteCode = asset.kind === 'model' ? asset.facts.trustRemoteCode : undefined
      return {
        ...(revision !== undefined && {revision}),
        ...(floating === true && asset.version === undefined && {floating}),
        ...(remoteCode !== undefined && {remoteCode}),
      }
    }
    case 'package':
      return asset.facts.declared === undefined ? {} : {declared: [...asset.facts.declared]}
    case 'mcp-server':
      return asset.facts.pinned === false ? {floating: true} : {}
    default:
      return {}
  }
}

/** The place that tells most: in the asset's own scope, where it is used rather than mentioned. */
function firstPlace(evidence: readonly Evidence[], scope: ListedScope): Evidence | undefined {
  const own = evidence.filter(each => scopeOf(each) === scope)
  return levels.map(level => own.find(each => each.level === level)).find(each => each !== undefined)
}
