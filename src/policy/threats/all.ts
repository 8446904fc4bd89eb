import {autoApproved} from './auto-approved.ts'
import {containerSocket} from './container-socket.ts'
import {mcpUnpinned} from './mcp-unpinned.ts'
import {runsAnything} from './runs-anything.ts'
import type {ThreatRule} from './threat-rule.ts'
import {wholeDisk} from './whole-disk.ts'

/** Every rule about an inventory, by id. */
export const threatRules: readonly ThreatRule[] = [runsAnything, autoApproved, wholeDisk, containerSocket, mcpUnpinned]
