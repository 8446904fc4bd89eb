import type {Asset, AssetKind} from '../inventory/asset.ts'
import {asRecord, asText} from '../lib/narrow.ts'
import {listed} from '../lib/text/listed.ts'
import type {Change} from './compare.ts'
import {permissionPhrase} from './permissions/words.ts'

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
  guardrail: 'guardrail',
  'dependency-manifest': 'lock file',
  bom: 'BOM',
}

const roleLabels: Readonly<Partial<Record<string, string>>> = {
  skill: 'skill',
  command: 'command',
  instructions: 'rules file',
}

/** `planner agent`, `MCP server files`, `skill .claude/skills/deploy/SKILL.md` */
export function actorText(asset: Pick<Asset, 'kind' | 'name'> & {readonly facts?: unknown}): string {
  const {kind, name, facts} = asset
  if (kind === 'agent') return /agent$/i.test(name) ? name : `${name} agent`
  const role = kind === 'prompt' ? asText(asRecord(facts)?.['role']) : undefined
  return `${(role === undefined ? undefined : roleLabels[role]) ?? kindLabels[kind]} ${name}`
}

/**
 * A change in one sentence, without a full stop. Values come from files and registries: whoever prints it escapes it.
 */
export function sentenceOf(change: Omit<Change, 'severity'>): string {
  const {kind, name, fact, before, after} = change
  const subject = `${kindLabels[kind]} ${name}`
  switch (change.class) {
    case 'asset-added':
    case 'package-added':
      return `${subject} is new${after.length > 0 ? `, ${listed(after)}` : ''}`
    case 'asset-replaced':
      return `${kindLabels[kind]} ${listed(before)} is replaced by ${listed(after)}`
    case 'asset-removed':
    case 'package-removed':
      return `${subject} is gone`
    case 'not-read':
      return `${subject} may still be there: ${listed(after)} could not be read`
    case 'permission-widened':
      return `this change lets the ${actorText(change)} ${permissionPhrase([{fact: fact ?? 'runs', values: after}])}`
    case 'permission-narrowed':
      return `the ${actorText(change)} can no longer ${permissionPhrase([{fact: fact ?? 'runs', values: before}])}`
    case 'repository-gone':
      return `${subject} is gone from its registry, or no longer visible`
    case 'repository-renamed':
      return `${subject} is now ${listed(after)}`
    case 'revision-deleted':
      return `${subject} has no revision ${listed(before)} any more`
    case 'access-restricted':
      return `${subject} is not open to everybody: ${listed(after)}`
    case 'scan-warned':
      return `${subject}: its registry warns of ${listed(after)}`
    case 'package-withdrawn':
      return `${subject} ${listed(before)} was withdrawn: ${listed(after)}`
    case 'package-deprecated':
      return `${subject} ${listed(before)} is deprecated: ${listed(after)}`
    case 'model-retired':
      return `${subject} is retired${after.length > 0 ? `: ${listed(after)}` : ''}`
    case 'model-deprecated':
      return `${subject} will be retired${after.length > 0 ? `: ${listed(after)}` : ''}`
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
  return [
    ...(gone.length > 0 ? [`without ${listed(gone)}`] : []),
    ...(come.length > 0 ? [`with ${listed(come)}`] : []),
  ].join(', ')
}
