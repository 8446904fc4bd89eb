import type {AssetOf} from '../../inventory/asset.ts'
import {mcpUnpinned as meta} from '../../rules/mcp-unpinned.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

export const mcpUnpinned: ThreatRule = {
  meta,
  judge(context) {
    const locked = new Set(context.inventory.assets.flatMap(asset => (asset.kind === 'package' && asset.version !== undefined ? [asset.id] : [])))
    return judgeEach(meta, context, ['mcp-server'], server => {
      const {origin, pinned} = server.facts
      if (pinned !== false || origin === undefined || !isInProduct(server) || locked.has(packageOf(server))) return undefined
      return `MCP server ${server.name} is started from ${origin}, which names no single version`
    })
  },
}

/** npx takes the package of the project where it has one, in the version that is locked. */
function packageOf({id}: AssetOf<'mcp-server'>): string {
  return id.startsWith('mcp-server:npm/') ? id.replace('mcp-server:', 'package:') : ''
}
