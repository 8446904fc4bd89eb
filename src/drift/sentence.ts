import type {AssetKind} from '../inventory/asset.ts'
import {listed} from '../lib/listed.ts'
import type {Change} from './compare.ts'
import type {FactName} from './entry.ts'

const kindLabels: Readonly<Record<AssetKind, string>> = {
  model: 'model',
  weights: 'weights',
  dataset: 'data set',
  package: 'package',
  service: 'service',
  agent: 'agent',
  'mcp-server': 'MCP server',
  prompt: 'prompt',
  tool: 'tool',
  'dependency-manifest': 'lock file',
  bom: 'BOM',
}

const permissionVerbs: Partial<Record<FactName, string>> = {
  runs: 'run',
  reads: 'read',
  writes: 'write',
  network: 'reach',
  'auto-approves': 'do without asking:',
}

/** A change in one sentence, without a full stop. Values come from files and registries: whoever prints it escapes it. */
export function sentenceOf(change: Omit<Change, 'severity'>): string {
  const {kind, name, fact, before, after} = change
  const subject = `${kindLabels[kind]} ${name}`
  switch (change.class) {
    case 'asset-added':
    case 'package-added':
      return `${subject} is new${after.length > 0 ? `, ${listed(after)}` : ''}`
    case 'asset-removed':
    case 'package-removed':
      return `${subject} is gone`
    case 'not-read':
      return `${subject} may still be there: ${listed(after)} could not be read`
    case 'permission-widened':
      return `this change lets the ${subject} ${permissionVerbs[fact ?? 'runs'] ?? ''} ${listed(after)}`
    case 'permission-narrowed':
      return `the ${subject} can no longer ${permissionVerbs[fact ?? 'runs'] ?? ''} ${listed(before)}`
    case 'remote-code-enabled':
      return `${subject} now runs code that comes with the model`
    case 'remote-code-disabled':
      return `${subject} no longer runs code that comes with the model`
    case 'files-added':
      return `${subject} has more files: ${listed(after)}`
    default:
      return `${subject}: ${fact ?? 'provider'} ${transition(before, after)}`
  }
}

function transition(before: readonly string[], after: readonly string[]): string {
  if (before.length <= 1 && after.length <= 1) return `${before[0] ?? 'none'} → ${after[0] ?? 'none'}`
  const gone = before.filter(value => !after.includes(value))
  const come = after.filter(value => !before.includes(value))
  if (gone.length === 0 && come.length === 0) return `in another order: ${listed(after)}`
  return [...(gone.length > 0 ? [`without ${listed(gone)}`] : []), ...(come.length > 0 ? [`with ${listed(come)}`] : [])].join(', ')
}
