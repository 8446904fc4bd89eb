import {containerSocket as meta} from '../../rules/container-socket.ts'
import {judgeEach} from './found.ts'
import {actorLabel, actors} from './reach.ts'
import type {ThreatRule} from './threat-rule.ts'

const socketPattern = /(?:^|[/\\])(?:docker|podman|containerd|crio|cri-dockerd)\.sock$|[/\\]pipe[/\\]docker_engine$/

export const containerSocket: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, actors, actor => {
      const {reads = [], writes = []} = actor.facts.reach ?? {}
      const socket = [...reads, ...writes].find(path => socketPattern.test(path))
      return socket === undefined ? undefined : `${actorLabel(actor)} is given ${socket}`
    }),
}
