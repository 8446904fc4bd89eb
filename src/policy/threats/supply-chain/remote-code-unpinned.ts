import {remoteCodeUnpinned as meta} from '../../../rules/remote-code-unpinned.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {judgeTrustedCode} from './trusted-code.ts'

/** `trust_remote_code` at a name that moves; with a commit it is `remote-code`. */
export const remoteCodeUnpinned: ThreatRule = {
  meta,
  judge: context => judgeTrustedCode(meta, context, {isFloating: true, how: ' and without a commit'}),
}
