import {actorKinds} from '../../../inventory/actor.ts'
import {isContainerSocket} from '../../../inventory/host-path.ts'
import {containerSocket as meta} from '../../../rules/container-socket.ts'
import {judgeEach} from '../found.ts'
import {actorLabel} from '../reach.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** By the paths that an agent or server may read or write. */
export const containerSocket: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, actorKinds, actor => {
      const {reads = [], writes = []} = actor.facts.reach ?? {}
      const socket = [...reads, ...writes].find(isContainerSocket)
      return socket === undefined ? undefined : `${actorLabel(actor)} is given ${socket}`
    }),
}
