import {anchoredPattern} from '../lib/names/anchored-pattern.ts'
import {type OwnWaiver, type Policy, waiversOf} from './file/policy.ts'

/** The last day counts whole, in every time zone's own name for it: days are those of UTC. @param today `2026-11-28` */
export function isExpired({waiver: {expires}}: OwnWaiver, today: string): boolean {
  return expires < today
}

/** What may be waived: its rule by every name, and the identity of the asset. */
export interface Waivable {
  readonly names: readonly string[]
  readonly asset: string
}

/** Finds the waiver that counts today for something; undefined where nobody answers for it. */
export function waiverFinder(policy: Policy | undefined, today: string): (item: Waivable) => OwnWaiver | undefined {
  const active = policy === undefined ? [] : waiversOf(policy).filter(waiver => !isExpired(waiver, today))
  const patterns = new Map(active.map(own => [own, anchoredPattern(own.waiver.asset)]))
  return ({names, asset}) =>
    active.find(own => names.includes(own.waiver.rule) && patterns.get(own)?.test(asset) === true)
}
