import {fullName} from '../../../inventory/identity.ts'
import {remoteCodeUnpinned as meta} from '../../../rules/remote-code-unpinned.ts'
import {isInProduct, judgeEach} from '../found.ts'
import {isFloatingFetch, runningPlaces} from '../stores.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** `trust_remote_code` at a name that moves; with a commit it is `remote-code`. */
export const remoteCodeUnpinned: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(
      meta,
      context,
      ['model'],
      model => {
        if (model.facts.trustRemoteCode !== true || !isFloatingFetch(model) || !isInProduct(model)) return undefined
        return `model ${fullName(model)} is loaded with trust_remote_code and without a commit`
      },
      runningPlaces,
    ),
}
