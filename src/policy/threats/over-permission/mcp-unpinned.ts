import {isSwitchedOff} from '../../../inventory/actor.ts'
import type {AssetOf} from '../../../inventory/asset.ts'
import {mcpUnpinned as meta} from '../../../rules/mcp-unpinned.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Of servers that are switched on and started from a package or image; one that a lock file pins is pinned. */
export const mcpUnpinned: ThreatRule = {
  meta,
  judge(context) {
    const locked = new Set(
      context.inventory.assets.flatMap(asset =>
        asset.kind === 'package' && asset.version !== undefined ? [asset.id] : [],
      ),
    )
    return judgeEach(meta, context, ['mcp-server'], server => {
      const {origin = startedFrom(server), pinned = false} = server.facts
      if (pinned || origin === undefined || isSwitchedOff(server) || !isInProduct(server)) return undefined
      if (locked.has(packageOf(server))) return undefined
      return `MCP server ${server.name} is started from ${origin}, which names no single version`
    })
  },
}

/** npx takes the package of the project where it has one, in the version that is locked. */
function packageOf({id}: AssetOf<'mcp-server'>): string {
  return id.startsWith('mcp-server:npm/') ? id.replace('mcp-server:', 'package:') : ''
}

const runners = /(?:^|[/\\])(?:npx|bunx|pnpx|uvx)(?:\.cmd)?$/i

/**
 * What code starts a server from, where it names no version: `StdioServerParameters(command="npx", args=["-y",
 * "@acme/mcp"])`.
 */
function startedFrom({facts}: AssetOf<'mcp-server'>): string | undefined {
  if (facts.role !== 'configured' || facts.command === undefined || !runners.test(facts.command)) return undefined
  const spec = (facts.args ?? []).find(word => !word.startsWith('-'))
  const isPlain =
    spec !== undefined &&
    /^(?:@[\w.-]{1,80}\/)?[\w.-]{1,80}$/.test(spec) &&
    (facts.args ?? []).every(word => !/^--?(?:from|p|package|with)\b/.test(word))
  return isPlain && !/\.(?:js|ts|py)$/.test(spec) ? spec : undefined
}
