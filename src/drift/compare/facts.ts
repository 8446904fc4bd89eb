import {groupBy} from '../../lib/group.ts'
import {agree, parseSize} from '../../lib/names/model-size.ts'
import type {ChangeClass} from '../change-class.ts'
import {sameContent, strongest} from '../digests.ts'
import {type Entry, type FactName, factNames} from '../entry.ts'
import {covers} from '../permissions/covers.ts'
import {permissionNames} from '../permissions/effective.ts'
import {compareImages} from './images.ts'
import {compareOrigin, isSameLaunch, type Values} from './origins.ts'
import {compareOtherStatements} from './statements.ts'
import {compareVersionFacts} from './versions.ts'

/** A fact that differs. */
export interface Difference {
  readonly class: ChangeClass
  readonly fact: FactName
  readonly old: readonly string[]
  readonly now: readonly string[]
}

/** How two versions of one asset are compared. */
export interface FactContext {
  /** false: what one side does not state is not compared */
  readonly complete: boolean
  readonly skip: (what: string) => void
  /** what contains this asset points at another revision */
  readonly revisionMoved: boolean
  /** it was looked for who signed what is now there */
  readonly askedForSigner: boolean
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
  publisher: 'origin-changed',
  published: 'origin-changed',
  config: 'dataset-changed',
  split: 'dataset-changed',
  follows: 'version-changed',
  range: 'version-changed',
  'any-format': 'format-changed',
  setting: 'settings-changed',
  endpoint: 'endpoint-changed',
  'data-flow': 'data-flow-changed',
  unauthenticated: 'credentials-changed',
  transport: 'mcp-command-changed',
  command: 'mcp-command-changed',
  argument: 'mcp-command-changed',
  url: 'mcp-url-changed',
  environment: 'credentials-changed',
  framework: 'uses-changed',
  role: 'prompt-changed',
  variable: 'prompt-changed',
  tool: 'tools-changed',
  parameter: 'tools-changed',
  definition: 'tools-changed',
  uses: 'uses-changed',
  packages: 'packages-changed',
}

/** Facts of which it matters whether they came or went. */
const directed: Partial<Record<FactName, (old: readonly string[], now: readonly string[]) => ChangeClass>> = {
  'remote-code': (_old, now) => (now.length > 0 ? 'remote-code-enabled' : 'remote-code-disabled'),
  'own-code': (old, now) => (now.some(value => !old.includes(value)) ? 'remote-code-enabled' : 'remote-code-disabled'),
  disabled: (_old, now) => (now.length > 0 ? 'permission-narrowed' : 'permission-widened'),
}

/** What an asset may do; more of it widens its permissions. */
const permissions: ReadonlySet<FactName> = new Set<FactName>([...permissionNames, 'scope'])

/** Facts that follow from the version: they are no news where the version changed. */
const ofVersion: ReadonlySet<FactName> = new Set(['digest', 'file', 'size'])

/** Facts that tell a moving version: no news where the version itself differs. */
const besideVersion: ReadonlySet<FactName> = new Set(['follows', 'range'])

/** What an edited content shows in as well: no news where its digests were compared. */
const ofContent: ReadonlySet<FactName> = new Set(['size', 'variable'])

/** What tells a new definition of a tool better: its description and the names of its parameters. */
const besideDefinition: readonly FactName[] = ['digest', 'parameter']

/** Facts that only some sources tell: that one side is silent says nothing. */
const whereBothState: ReadonlySet<FactName> = new Set(['publisher', 'published', 'size'])

/** Every fact of one asset that differs between its two sides. */
export function compareFacts(before: Entry, after: Entry, context: FactContext): Difference[] {
  if (haveSameFacts(before, after)) return []
  const versions = compareVersionFacts(before, after)
  const versionChanged = versions !== undefined && versions.old.length > 0 && versions.now.length > 0
  const digests = [before.facts.get('digest'), after.facts.get('digest')] as const
  const contentCompared =
    digests[0] !== undefined && digests[1] !== undefined && sameContent(digests[0], digests[1]) !== undefined
  const pinChanged = before.facts.has('floating') !== after.facts.has('floating')
  const differs = (fact: FactName): boolean => !isSame(before.facts.get(fact) ?? [], after.facts.get(fact) ?? [])
  const isNoNews = (fact: FactName): boolean =>
    (versionChanged && ofVersion.has(fact)) ||
    (contentCompared && ofContent.has(fact)) ||
    ((versions !== undefined || pinChanged) && besideVersion.has(fact)) ||
    (fact === 'definition' && besideDefinition.some(differs))
  const differences = factNames.flatMap(fact => {
    if (fact === 'version' || fact === 'part-of' || isNoNews(fact)) return []
    const values = {before, after, old: before.facts.get(fact) ?? [], now: after.facts.get(fact) ?? []}
    return isSame(values.old, values.now) || isUnstated(fact, values, context)
      ? []
      : compareFact(fact, values, context, versions)
  })
  return versions === undefined ? differences : [versions, ...differences]
}

function haveSameFacts(before: Entry, after: Entry): boolean {
  if (before.facts.size !== after.facts.size) return false
  for (const [name, values] of before.facts) if (!isSame(values, after.facts.get(name) ?? [])) return false
  return true
}

function isUnstated(fact: FactName, {after, old, now}: Values, {complete, skip}: FactContext): boolean {
  if (old.length > 0 && now.length > 0) return false
  if (complete) return whereBothState.has(fact)
  skip(`${fact} of ${after.kind}: one of the two documents does not state it`)
  return true
}

function compareFact(
  fact: FactName,
  values: Values,
  context: FactContext,
  versions: Difference | undefined,
): Difference[] {
  const {after, old, now} = values
  if (fact === 'argument' && isSameLaunch(values)) return []
  if (fact === 'parameters' && isSameSize(old[0] ?? '', now[0] ?? '')) return []
  const plain = plainClasses[fact]
  if (plain !== undefined) return [{class: plain, fact, old, now}]
  const byDirection = directed[fact]
  if (byDirection !== undefined) return [{class: byDirection(old, now), fact, old, now}]
  if (permissions.has(fact)) return comparePermissions(fact, values)
  switch (fact) {
    case 'signer':
      return [{class: signerClass(values, context), fact, old, now}]
    case 'digest':
      return compareContent(values, context)
    case 'file':
      return compareFiles(values, context)
    case 'floating':
      return compareFloating(values, versions)
    case 'size':
      return [{class: context.revisionMoved ? 'file-changed' : contentClass(after), fact, old, now}]
    case 'package':
      return compareOrigin(values)
    case 'denied':
      return comparePermissions(fact, {...values, old: now, now: old})
    case 'image':
      return compareImages(after, old, now)
    case 'also':
      return compareOtherStatements(after.kind, old, now)
    default:
      throw new Error(`the fact ${fact} has no comparison`)
  }
}

/** One of them is rounded: `7B`. */
function isSameSize(old: string, now: string): boolean {
  const [before, after] = [parseSize(old), parseSize(now)]
  const isRounded = [old, now].some(text => !/^\d+$/.test(text))
  return isRounded && before !== undefined && after !== undefined && agree(before, after)
}

function signerClass({old, now}: Values, {askedForSigner}: FactContext): ChangeClass {
  if (old.length === 0) return 'signed'
  if (now.length > 0) return 'signer-changed'
  return askedForSigner ? 'signature-lost' : 'signature-unchecked'
}

function compareFloating({old, now}: Values, versions: Difference | undefined): Difference[] {
  const name = now.length > 0 ? 'pin-lost' : 'pinned'
  // the version that came, went or moved with the name says it already
  const isTold =
    versions !== undefined && (versions.old.length === 0 || versions.now.length === 0 || versions.class === name)
  return isTold ? [] : [{class: name, fact: 'floating', old, now}]
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

function contentClass(entry: Entry): ChangeClass {
  const {kind} = entry
  if (kind === 'prompt') return isChatTemplate(entry) ? 'chat-template-changed' : 'prompt-changed'
  if (kind === 'tool') return 'tools-changed'
  return kind === 'package' ? 'integrity-changed' : 'content-changed'
}

/** A template that frames every conversation, in a file of its own or in a Modelfile. */
function isChatTemplate({id, name, facts}: Entry): boolean {
  if (facts.get('role')?.[0] !== 'template') return false
  return /(?:^|\/)chat_?template[^/]{0,100}$/i.test(name) || /modelfile[^/#]{0,100}#TEMPLATE$/i.test(id)
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
  const onlyIn = (here: ReadonlyMap<string, unknown>, there: ReadonlyMap<string, unknown>): string[] =>
    there.size === 0 ? [] : [...here.keys()].filter(name => name !== '' && !there.has(name))
  const [added, removed] = [onlyIn(news, olds), onlyIn(olds, news)]
  return [
    ...changed,
    ...(added.length > 0 ? [{class: 'files-added' as const, fact: 'file' as const, old: [], now: added}] : []),
    ...(removed.length > 0 ? [{class: 'files-removed' as const, fact: 'file' as const, old: removed, now: []}] : []),
  ]
}

function filesOf(values: readonly string[]): Map<string, string[]> {
  const files = values.map(value => {
    const space = value.lastIndexOf(' ')
    return {name: space === -1 ? '' : value.slice(0, space), digest: value.slice(space + 1)}
  })
  const byName = groupBy(files, ({name}) => name)
  return new Map(
    [...byName].map(([name, same]) => [name, same.flatMap(({digest}) => (digest === 'none' ? [] : [digest]))]),
  )
}

function comparePermissions(fact: FactName, {old, now}: Values): Difference[] {
  const more = now.filter(value => !covers(old, value))
  const less = old.filter(value => !covers(now, value))
  return [
    ...(more.length > 0 ? [{class: 'permission-widened' as const, fact, old: [], now: more}] : []),
    ...(less.length > 0 ? [{class: 'permission-narrowed' as const, fact, old: less, now: []}] : []),
  ]
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
