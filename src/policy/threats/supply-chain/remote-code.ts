import {remoteCode as meta} from '../../../rules/remote-code.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {judgeTrustedCode} from './trusted-code.ts'

/** `trust_remote_code` at a commit; at a name that moves it is `remote-code-unpinned`. */
export const remoteCode: ThreatRule = {
  meta,
  judge: context => judgeTrustedCode(meta, context, {isFloating: false, how: ''}),
}
