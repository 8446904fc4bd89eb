import {fullName} from '../../../inventory/identity.ts'
import {remoteCode as meta} from '../../../rules/remote-code.ts'
import {isInProduct, judgeEach} from '../found.ts'
import {isFloatingFetch, runningPlaces} from '../stores.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** `trust_remote_code` at a commit; at a name that moves it is `remote-code-unpinned`. */
export const remoteCode: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(
      meta,
      context,
      ['model'],
      model => {
        if (model.facts.trustRemoteCode !== true || isFloatingFetch(model) || !isInProduct(model)) return undefined
        return `model ${fullName(model)} is loaded with trust_remote_code`
      },
      runningPlaces,
    ),
}
