import type {Asset, AssetKind} from '../../../inventory/asset.ts'
import type {Finding} from '../../../inventory/finding.ts'
import {fullName, keyOf} from '../../../inventory/identity.ts'
import {assetWithoutOwner as meta} from '../../../rules/asset-without-owner.ts'
import {findingOf, isInProduct} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** The step of a run that read who owns what. */
export const ownersStep = {step: 'owners', version: 1, status: 'succeeded'} as const

const owned: ReadonlySet<AssetKind> = new Set<AssetKind>([
  'model',
  'weights',
  'dataset',
  'service',
  'agent',
  'mcp-server',
  'prompt',
  'tool',
])

/** Assets of the product none of whose files has an owner. */
export function withoutOwner(assets: readonly Asset[], isOwned: (path: string) => boolean): Finding[] {
  return assets.filter(isAbout).flatMap(asset => {
    const paths = asset.evidence.flatMap(({scope, path}) => (scope === 'product' && path !== '' ? [path] : []))
    if (paths.length === 0 || paths.some(isOwned)) return []
    return [findingOf(meta, asset, {message: `nobody owns ${asset.kind} ${fullName(asset)}`})]
  })
}

function isAbout(asset: Asset): boolean {
  return owned.has(asset.kind) && isInProduct(asset)
}

/** CODEOWNERS is read when the inventory is taken, and what it says of the assets travels with them. */
export const assetWithoutOwnerRule: ThreatRule = {
  meta,
  judge({inventory, own}) {
    const [first] = inventory.assets.filter(isAbout)
    if (first === undefined || inventory.steps.some(({step}) => step === ownersStep.step)) return {findings: []}
    if (own) return {findings: [], off: 'no CODEOWNERS is there'}
    const message = 'who owns what was not asked when the document was made: judge the source itself'
    return {findings: [], undecided: [{rule: meta.id, asset: keyOf(first), reason: 'not-evaluated', message}]}
  },
}
