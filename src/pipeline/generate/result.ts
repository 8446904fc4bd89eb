import {type Asset, type AssetKind, assetKinds} from '../../inventory/asset.ts'
import type {PackageFacts} from '../../inventory/facts.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {countBySeverity} from '../../inventory/severity.ts'
import {registryEcosystems} from '../../lib/names/registry-name.ts'
import {judgeThreats} from '../../policy/threats/judge.ts'
import {assetRows, mainScope} from '../list/asset-row.ts'
import type {GenerateResult} from './result.generated.ts'

/** Counts and lists of an inventory, as the user is told them. */
export function toGenerateResult(
  inventory: Inventory,
  written: {
    readonly output: string | null
    readonly spec: GenerateResult['spec']
    readonly serialNumber: string
    readonly lost: readonly string[]
  },
  today: string,
): GenerateResult {
  const {scheme, name, version, revision} = inventory.subject
  return {
    schemaVersion: 1,
    source: {scheme, name, ...(version !== undefined && {version}), ...(revision !== undefined && {revision})},
    output: written.output,
    spec: written.spec,
    serialNumber: written.serialNumber,
    counts: countByKind(inventory.assets),
    product: countByKind(inventory.assets.filter(asset => mainScope(asset) === 'product')),
    elsewhere: countElsewhere(inventory.assets),
    packages: {
      npm: countEcosystem(inventory.assets, 'npm'),
      pypi: countEcosystem(inventory.assets, 'pypi'),
      conda: countEcosystem(inventory.assets, 'conda'),
      ...countFurther(inventory.assets),
    },
    assets: assetRows(inventory).filter(({kind}) => kind !== 'package' && kind !== 'dependency-manifest'),
    unresolved: inventory.assets.filter(isUnresolved).length,
    gaps: [...inventory.gaps],
    notEntered: [...inventory.notEntered],
    steps: [...inventory.steps],
    findings: inventory.findings.map(finding => ({...finding, evidence: [...finding.evidence]})),
    judged: countJudged(inventory, today),
    lost: [...written.lost],
  }
}

/** What `check` finds by the same rules, without a baseline and a policy: most rules judge what the BOM says. */
function countJudged(inventory: Inventory, today: string): GenerateResult['judged'] {
  const {findings} = judgeThreats({inventory, own: true, today})
  return countBySeverity(findings.map(({meta}) => meta))
}

function countByKind(assets: readonly Asset[]): Record<AssetKind, number> {
  const counts = Object.fromEntries(assetKinds.map(kind => [kind, 0])) as Record<AssetKind, number>
  for (const asset of assets) counts[asset.kind]++
  return counts
}

function countElsewhere(assets: readonly Asset[]): GenerateResult['elsewhere'] {
  const counts = {development: 0, example: 0, test: 0, docs: 0, vendored: 0}
  for (const asset of assets) {
    const scope = mainScope(asset)
    if (scope !== 'product' && asset.kind !== 'package' && asset.kind !== 'dependency-manifest') counts[scope]++
  }
  return counts
}

/** Of ecosystems that a source may not know at all: only those that it has. */
function countFurther(assets: readonly Asset[]): Partial<Record<(typeof registryEcosystems)[number], number>> {
  return Object.fromEntries(
    registryEcosystems.map(one => [one, countEcosystem(assets, one)] as const).filter(([, count]) => count > 0),
  )
}

function countEcosystem(assets: readonly Asset[], ecosystem: PackageFacts['ecosystem']): number {
  return assets.filter(asset => asset.kind === 'package' && asset.facts.ecosystem === ecosystem).length
}

/** A hub name without a commit: only the registry can say which bytes it means today. */
export function isUnresolved(asset: Asset): boolean {
  return (
    (asset.kind === 'model' || asset.kind === 'dataset') &&
    asset.facts.registry === 'huggingface' &&
    asset.version === undefined
  )
}
