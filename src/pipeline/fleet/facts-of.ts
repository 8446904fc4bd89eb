import type {Asset} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {compact} from '../../lib/compact.ts'
import type {AssetFact, SourceFacts} from '../../store/facts.ts'
import {judgeSide} from '../changes/judge.ts'
import {inventorySide} from '../changes/open-side.ts'
import {assetRows} from '../list/asset-row.ts'
import type {Asset as AssetRow} from '../list/result.generated.ts'

/**
 * What is stored of an inventory.
 * @param inventory redacted
 * @param today `2026-11-28`: which models are retired depends on it
 */
export function factsOf(inventory: Inventory, own: boolean, today: string): SourceFacts {
  const {subject, assets, relationships, verdicts, reports = [], gaps, owners} = inventory
  const idByKey = new Map(assets.map(asset => [keyOf(asset), asset.id]))
  const rows = assetRows({assets, findings: [], relationships: []})
  const {findings} = judgeSide(inventorySide({inventory, form: 'bom', own}), {today, blind: []})
  return {
    name: subject.name,
    ...compact({revision: subject.revision, committed: subject.committed}),
    gaps: gaps.length,
    assets: assets.flatMap((asset, at) => toAsset(asset, rows[at], owners?.get(asset.id))),
    relations: relationships.map(({from, to, kind, relation}) =>
      compact({from: idByKey.get(from), to: idByKey.get(to), kind, relation}),
    ),
    findings: findings.map(({asset, place, rule, name, severity, message, fingerprint}) => ({
      ...compact({asset: idByKey.has(asset) ? idByKey.get(asset) : asset, place}),
      ...{rule, name, severity, message, fingerprint},
    })),
    verdicts: verdicts.map(({asset, verifier, verdict}) => ({
      ...compact({
        asset: idByKey.get(asset),
        detail: 'message' in verdict ? verdict.message : 'signer' in verdict ? verdict.signer : undefined,
      }),
      ...{verifier, status: verdict.status},
    })),
    evidence: reports.map(({asset, tool, kind, file, state, binding, added, expires}) => ({
      ...compact({asset: asset === undefined ? undefined : idByKey.get(asset), expires}),
      ...{tool, kind, file: file.name, sha256: file.sha256, state, binding, added},
    })),
  }
}

function toAsset(asset: Asset, row: AssetRow | undefined, owners: readonly string[] | undefined): AssetFact[] {
  if (row === undefined) return []
  return [
    {
      identity: asset.id,
      kind: asset.kind,
      name: row.name,
      ...compact({
        provider: providerOf(asset),
        version: asset.version,
        revision: row.revision,
        place: row.place,
        owners,
      }),
      floating: row.floating === true,
      licenses: row.licenses,
      scope: row.scope,
      evidence: asset.evidence,
      digests: asset.digests,
    },
  ]
}

/** Who serves it or gives it out. */
function providerOf(asset: Asset): string | undefined {
  if (asset.kind === 'service') return asset.facts.provider
  if (asset.kind === 'model' || asset.kind === 'dataset') return asset.facts.registry
  return asset.kind === 'package' ? asset.facts.ecosystem : undefined
}
