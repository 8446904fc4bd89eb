import {keyOf} from '../../inventory/identity.ts'
import {notSigned as meta} from '../../rules/not-signed.ts'
import {findingOf, nameOf} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

export const notSigned: ThreatRule = {
  meta,
  judge({inventory, needsSignature}) {
    if (needsSignature === undefined) return {findings: [], off: 'nothing is said to need a signature'}
    const verified = new Set(inventory.verdicts.flatMap(({asset, verdict}) => (verdict.status === 'verified' ? [asset] : [])))
    const findings = inventory.assets.flatMap(asset =>
      needsSignature(asset) && !verified.has(keyOf(asset)) ? [findingOf(meta, asset, `${nameOf(asset)} has no signature that was verified`)] : [],
    )
    return {findings}
  },
}
