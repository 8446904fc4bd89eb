import {actorKinds} from '../../../inventory/actor.ts'
import {autoApproved as meta} from '../../../rules/auto-approved.ts'
import {isOnlyInTests, judgeEach} from '../found.ts'
import {actorLabel, isAnyCommand} from '../reach.ts'
import type {ThreatRule} from '../threat-rule.ts'

const shellTool =
  /^(?:Bash|Shell|PowerShell|run_shell_command|ShellTool|execute_bash|execute|runCommands|runInTerminal|terminal)$/i

/** Everything, any shell command, or the start of every MCP server is approved beforehand. */
export const autoApproved: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, actorKinds, actor => {
      if (isOnlyInTests(actor)) return undefined
      const approvals = actor.facts.reach?.autoApproves ?? []
      const all = approvals.find(isEverything)
      if (all !== undefined) return `all that ${actorLabel(actor)} asks for is done without asking (${all})`
      const shell = approvals.find(isShell)
      if (shell === undefined && approvals.includes('start:*'))
        return `${actorLabel(actor)} starts every MCP server of the project without asking`
      return shell === undefined ? undefined : `${actorLabel(actor)} runs any command without asking (${shell})`
    }),
}

function isEverything(approval: string): boolean {
  return (
    approval === '*' ||
    approval === '/.*/' ||
    /^mode:(?:bypassPermissions|dontAsk)$/.test(approval) ||
    /^mcp__\*$/.test(approval)
  )
}

/** `Bash`, `Bash(*)`, `Bash(sh:*)`, `run_shell_command`; `Bash(npm test:*)` is one command. */
function isShell(approval: string): boolean {
  const open = approval.indexOf('(')
  if (open === -1) return shellTool.test(approval)
  return shellTool.test(approval.slice(0, open)) && isAnyCommand(approval.slice(open + 1).replace(/\)$/, ''))
}
