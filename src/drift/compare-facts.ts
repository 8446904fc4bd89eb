import type {ChangeClass} from './change-class.ts'
import {sameContent, strongest} from './digests.ts'
import {type Entry, type FactName, factNames, factOf} from './entry.ts'
import {compareVersions} from './version-order.ts'

/** A fact that differs. */
export interface Difference {
  readonly class: ChangeClass
  readonly fact: FactName
  readonly old: readonly string[]
  readonly now: readonly string[]
}

export interface FactContext {
  /** false: what one side does not state is not compared */
  readonly complete: boolean
  readonly skip: (what: string) => void
  /** what contains this asset points at another revision */
  readonly revisionMoved: boolean
}

/** Facts of which any difference is of one class. */
const plainClasses: Partial<Record<FactName, ChangeClass>> = {
  license: 'license-changed',
  base: 'base-model-changed',
  'trained-on': 'dataset-changed',
  architecture: 'architecture-changed',
  parameters: 'parameters-changed',
  format: 'format-changed',
  quantization: 'quantization-changed',
  'chat-template': 'chat-template-changed',
  source: 'origin-changed',
  endpoint: 'endpoint-changed',
  transport: 'mcp-command-changed',
  command: 'mcp-command-changed',
  argument: 'mcp-command-changed',
  url: 'mcp-url-changed',
  package: 'mcp-command-changed',
  environment: 'credentials-changed',
  tool: 'tools-changed',
  uses: 'uses-changed',
  packages: 'packages-changed',
}

/** What an asset may do; more of it widens its permissions. */
const permissions: ReadonlySet<FactName> = new Set(['runs', 'reads', 'writes', 'network', 'auto-approves'])

/** Facts that follow from the version: they are no news where the version changed. */
const ofVersion: ReadonlySet<FactName> = new Set(['digest', 'file', 'package'])

/** Every fact of one asset that differs between its two sides. */
export function compareFacts(before: Entry, after: Entry, context: FactContext): Difference[] {
  const versions = compareVersionFacts(before, after)
  const versionChanged = versions !== undefined && versions.old.length > 0 && versions.now.length > 0
  const compared = factNames.filter(fact => fact !== 'version' && fact !== 'part-of' && !(versionChanged && ofVersion.has(fact)))
  const differences = compared.flatMap(fact => {
    const values = {before, after, old: before.facts.get(fact) ?? [], now: after.facts.get(fact) ?? []}
    return isSame(values.old, values.now) || isUnstated(fact, values, context) ? [] : compareFact(fact, values, context, versions)
  })
  return versions === undefined ? differences : [versions, ...differences]
}

function isUnstated(fact: FactName, {after, old, now}: Values, {complete, skip}: FactContext): boolean {
  if (complete || (old.length > 0 && now.length > 0)) return false
  skip(`${fact} of ${after.kind}: one of the two documents does not state it`)
  return true
}

interface Values {
  readonly before: Entry
  readonly after: Entry
  readonly old: readonly string[]
  readonly now: readonly string[]
}

function compareFact(fact: FactName, values: Values, context: FactContext, versions: Difference | undefined): Difference[] {
  const {old, now} = values
  const plain = plainClasses[fact]
  if (plain !== undefined) return [{class: plain, fact, old, now}]
  if (permissions.has(fact)) return comparePermissions(fact, values)
  switch (fact) {
    case 'digest':
      return compareContent(values, context)
    case 'file':
      return compareFiles(values, context)
    case 'signer':
      return [{class: old.length === 0 ? 'signed' : now.length === 0 ? 'signature-lost' : 'signer-changed', fact, old, now}]
    case 'remote-code':
      return [{class: now.length > 0 ? 'remote-code-enabled' : 'remote-code-disabled', fact, old, now}]
    case 'floating':
      // the version that came or went says it already
      return versions === undefined ? [{class: now.length > 0 ? 'pin-lost' : 'pinned', fact, old, now}] : []
    default:
      throw new Error(`the fact ${fact} has no comparison`)
  }
}

const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

function compareVersionFacts(before: Entry, after: Entry): Difference | undefined {
  const [old, now] = [factOf(before, 'version'), factOf(after, 'version')]
  if (old === now) return undefined
  const values = {fact: 'version' as const, old: before.facts.get('version') ?? [], now: after.facts.get('version') ?? []}
  if (old === undefined) return {...values, class: 'pinned'}
  if (now === undefined) return {...values, class: 'pin-lost'}
  if (commitPattern.test(old) && commitPattern.test(now)) return {...values, class: 'revision-moved'}
  const order = compareVersions(after, old, now)
  if (order === undefined || order === 0) return {...values, class: 'version-changed'}
  return {...values, class: order > 0 ? 'version-up' : 'version-down'}
}

function compareContent({before, after, old, now}: Values, {revisionMoved, skip}: FactContext): Difference[] {
  if (old.length === 0) {
    skip(`digest of ${after.kind}: the old side has none`)
    return []
  }
  const same = now.length === 0 ? undefined : sameContent(old, now)
  if (same === true) return []
  const values = {fact: 'digest' as const, old: shown(old), now: now.length === 0 ? [] : shown(now)}
  if (same === undefined) return [{...values, class: 'content-unknown'}]
  return [{...values, class: revisionMoved ? 'file-changed' : contentClass(before)}]
}

function contentClass({kind}: Entry): ChangeClass {
  if (kind === 'prompt') return 'prompt-changed'
  return kind === 'package' ? 'integrity-changed' : 'content-changed'
}

function shown(digests: readonly string[]): string[] {
  return [strongest(digests) ?? '']
}

/** Files are told apart by their names; of one name the content decides. */
function compareFiles({after, old, now}: Values, {skip}: FactContext): Difference[] {
  const [olds, news] = [filesOf(old), filesOf(now)]
  const changed = [...olds].flatMap(([name, digests]): Difference[] => {
    const found = news.get(name)
    const same = found === undefined ? undefined : sameContent(digests, found)
    if (same === undefined) skip(`files of ${after.kind}: one side has no digest that the other has`)
    if (found === undefined || same !== false) return []
    const label = (digest: string): string => (name === '' ? digest : `${name} ${digest}`)
    const changedClass = after.kind === 'package' ? 'integrity-changed' : 'content-changed'
    return [{class: changedClass, fact: 'file', old: shown(digests).map(label), now: shown(found).map(label)}]
  })
  const added = [...news.keys()].filter(name => name !== '' && !olds.has(name))
  return [...changed, ...(added.length > 0 && olds.size > 0 ? [{class: 'files-added' as const, fact: 'file' as const, old: [], now: added}] : [])]
}

function filesOf(values: readonly string[]): Map<string, string[]> {
  const files = new Map<string, string[]>()
  for (const value of values) {
    const space = value.lastIndexOf(' ')
    const name = space === -1 ? '' : value.slice(0, space)
    files.set(name, [...(files.get(name) ?? []), value.slice(space + 1)])
  }
  return files
}

function comparePermissions(fact: FactName, {old, now}: Values): Difference[] {
  const more = now.filter(value => !old.includes(value))
  const less = old.filter(value => !now.includes(value))
  return [
    ...(more.length > 0 ? [{class: 'permission-widened' as const, fact, old: [], now: more}] : []),
    ...(less.length > 0 ? [{class: 'permission-narrowed' as const, fact, old: less, now: []}] : []),
  ]
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
