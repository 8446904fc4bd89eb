import {mcpUnpinned as meta} from '../../rules/mcp-unpinned.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

export const mcpUnpinned: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['mcp-server'], server => {
      const {origin, pinned} = server.facts
      if (pinned !== false || origin === undefined || !isInProduct(server)) return undefined
      return `MCP server ${server.name} is started from ${origin}, which names no single version`
    }),
}
