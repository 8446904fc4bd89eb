import {blindFile as meta} from '../../../rules/blind-file.ts'
import {sourceFinding} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** A file in which the baseline has AI, or in which AI may be now, cannot be read. */
export const blindFile: ThreatRule = {
  meta,
  judge: ({blind = []}) => ({findings: blind.map(({path, message}) => sourceFinding(meta, path, message, message))}),
}
