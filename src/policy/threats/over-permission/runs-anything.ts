import {type Actor, actorKinds} from '../../../inventory/actor.ts'
import {runsAnything as meta} from '../../../rules/runs-anything.ts'
import {isOnlyInTests, judgeEach} from '../found.ts'
import {actorLabel, isAnyCommand} from '../reach.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Packages whose purpose is a shell for whoever calls them. */
const shellServer =
  /(?:^|[/-])(?:desktop-commander|(?:mcp-)?(?:server-)?(?:shell|terminal|commands?|bash|powershell)(?:-(?:mcp|server|exec(?:utor|ution)?|controller|runner))*)$/i

/** By the commands that an agent or server may run: `*`, or a shell with any script. */
export const runsAnything: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, actorKinds, actor =>
      runsAny(actor) && !isOnlyInTests(actor) ? `${actorLabel(actor)} may run any command` : undefined,
    ),
}

/** A server's command is how it is started; what its tools run only its purpose tells. */
function runsAny(actor: Actor): boolean {
  if (actor.kind !== 'mcp-server') return (actor.facts.reach?.executes ?? []).some(isAnyCommand)
  return [actor.name, ...actor.aliases].some(name => /mcp|server|commander/i.test(name) && shellServer.test(name))
}
