import type {Asset, AssetKind, AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {Finding, ThreatMeta} from '../../inventory/finding.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import {sha256Hex} from '../../lib/digest.ts'
import type {Judgement, ThreatContext} from './threat-rule.ts'

/** What a rule says of an asset. */
export interface Said {
  readonly message: string
  /** what tells it from what the rule says of the same asset otherwise */
  readonly fact?: string
  /** the first is shown; undefined for where the asset is used */
  readonly places?: readonly Evidence[] | undefined
}

/**
 * A finding of an asset. The fingerprint rests on its identity and the fact, so that a moved line or a new version
 * stays the same finding.
 */
export function findingOf(
  {id}: ThreatMeta,
  asset: Asset,
  {message, fact = '', places = placesOf(asset)}: Said,
): Finding {
  return {
    rule: id,
    asset: keyOf(asset),
    message,
    evidence: places.slice(0, 1),
    fingerprint: sha256Hex(`${id}\n${asset.id}\n${fact}`).slice(0, 32),
  }
}

/** A finding of the source itself, at a file of it. */
export function sourceFinding({id}: ThreatMeta, path: string, message: string, fact = ''): Finding {
  const evidence: Evidence = {
    detector: 'policy',
    technique: 'syntax',
    path,
    level: 'used',
    scope: 'product',
    confidence: 1,
  }
  return {
    rule: id,
    asset: subjectKey,
    message,
    evidence: path === '' ? [] : [evidence],
    fingerprint: sha256Hex(`${id}\n${path}\n${fact}`).slice(0, 32),
  }
}

/** Places at which the product uses an asset. */
export function usesOf({evidence}: Asset): readonly Evidence[] {
  return evidence.filter(({scope, level}) => scope === 'product' && level !== 'mentioned')
}

/** Places in the product first, and of them those where it is more than mentioned. */
function placesOf(asset: Asset): readonly Evidence[] {
  const own = asset.evidence.filter(({scope}) => scope === 'product')
  return [usesOf(asset), own, asset.evidence].find(places => places.length > 0) ?? []
}

/** A judgement asset by asset: a message for each that the rule speaks of, or more than that. */
export function judgeEach<K extends AssetKind>(
  meta: ThreatMeta,
  {inventory}: ThreatContext,
  kinds: readonly K[],
  judge: (asset: AssetOf<K>) => string | Said | undefined,
): Judgement {
  const findings = inventory.assets.flatMap(asset => {
    const said = isOneOf(asset, kinds) ? judge(asset) : undefined
    if (said === undefined) return []
    return [findingOf(meta, asset, typeof said === 'string' ? {message: said} : said)]
  })
  return {findings}
}

function isOneOf<K extends AssetKind>(asset: Asset, kinds: readonly K[]): asset is AssetOf<K> {
  return kinds.some(kind => kind === asset.kind)
}

/** Used by the product, rather than only by its tests, examples or documentation. */
export function isInProduct(asset: Asset): boolean {
  return usesOf(asset).length > 0
}

/** Seen in tests and nowhere else: nobody is handed it. */
export function isOnlyInTests({evidence}: Asset): boolean {
  return evidence.length > 0 && evidence.every(({scope}) => scope === 'test')
}
