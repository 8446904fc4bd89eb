import {groupBy} from '../../lib/group.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'

type Asset = GenerateResult['assets'][number]

/** The most important assets of a kind, by name. */
export interface NamedAssets {
  readonly kind: string
  readonly names: readonly string[]
  /** how many more there are */
  readonly more: number
}

const shownKinds = [
  'model',
  'dataset',
  'service',
  'agent',
  'mcp-server',
  'weights',
  'prompt',
  'tool',
  'guardrail',
] as const
const namesShown = 6

/** For each kind the assets seen in most places, those of the product first. */
export function mainAssets(assets: readonly Asset[], isShown: (asset: Asset) => boolean): NamedAssets[] {
  const byKind = groupBy(assets.filter(isShown), ({kind}) => kind)
  return shownKinds.flatMap(kind => {
    const own = byKind.get(kind) ?? []
    if (own.length === 0) return []
    const ranked = [...own].sort((a, b) => rank(a) - rank(b) || b.places - a.places)
    const names = [...new Set(ranked.map(({name}) => name))]
    return [{kind, names: names.slice(0, namesShown), more: Math.max(0, names.length - namesShown)}]
  })
}

function rank({scope}: Asset): number {
  return scope === 'product' ? 0 : 1
}
