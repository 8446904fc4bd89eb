import {actorKinds} from '../../../inventory/actor.ts'
import {isWholeDisk} from '../../../inventory/host-path.ts'
import {listed} from '../../../lib/text/listed.ts'
import {wholeDisk as meta} from '../../../rules/whole-disk.ts'
import {judgeEach} from '../found.ts'
import {actorLabel} from '../reach.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** By the paths that an agent or server may read or write. */
export const wholeDisk: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, actorKinds, actor => {
      const {reads = [], writes = []} = actor.facts.reach ?? {}
      const [read, written] = [reads.filter(isWholeDisk), writes.filter(isWholeDisk)]
      if (read.length + written.length === 0) return undefined
      return `${actorLabel(actor)} may ${written.length > 0 ? 'write' : 'read'} ${listed(written.length > 0 ? written : read)}`
    }),
}
