import {providerBySlug} from '../../catalog/providers.ts'
import type {Change} from '../../drift/compare.ts'
import {type Entry, type FactName, factOf} from '../../drift/entry.ts'
import {sentenceOf} from '../../drift/sentence.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'
import {originOf} from '../../policy/approved-names.ts'
import {assetFields, changeFields, evidenceFields, fill, type Subject} from '../../policy/cel/subject.ts'
import type {Subjects} from './judge/run-rules.ts'

/** Fields of a rule's asset that are facts as they are compared. */
const listFacts: Readonly<Record<string, FactName>> = {
  licenses: 'license',
  digests: 'digest',
  signers: 'signer',
  quantization: 'quantization',
  base: 'base',
  trainedOn: 'trained-on',
  environment: 'environment',
  arguments: 'argument',
  tools: 'tool',
  uses: 'uses',
  runs: 'runs',
  reads: 'reads',
  writes: 'writes',
  network: 'network',
  autoApproves: 'auto-approves',
}
const textFacts: Readonly<Record<string, FactName>> = {
  version: 'version',
  format: 'format',
  architecture: 'architecture',
  command: 'command',
  package: 'package',
}

interface Known {
  /** every asset of the source, as it is compared, packages one by one */
  readonly entries: readonly Entry[]
  /** what was taken of the source; a lock has none */
  readonly assets: readonly Asset[]
  readonly changes: readonly Change[]
  /** the other side, for what is gone */
  readonly before: readonly Entry[]
}

/** What rules are asked about: each asset, and each change with its asset, as it is now or was before it went. */
export function subjectsOf({entries, assets, changes, before}: Known): Subjects {
  const byKey = new Map(assets.map(asset => [keyOf(asset), asset]))
  const assetOf = (entry: Entry): Asset | undefined => byKey.get(keyOf({id: entry.id, ...versionOf(entry)}))
  const subjects = entries.map(entry => toSubject(entry, assetOf(entry)))
  const now = new Map(subjects.map(subject => [subject.asset.id, subject]))
  const then = new Map(before.map(entry => [entry.id, entry]))
  return {
    assets: subjects,
    changes: changes.map(change => {
      const gone = then.get(change.id)
      const subject = now.get(change.id) ?? (gone === undefined ? emptySubject(change) : toSubject(gone, undefined))
      return {...subject, change: fill(changeFields, {...change, fact: change.fact ?? '', message: sentenceOf(change)})}
    }),
  }
}

/**
 * A name that stands for a service, and not for a store of bytes; Hugging Face is both, and models are fetched from it.
 */
export function isProvider(slug: string): boolean {
  if (slug === 'huggingface') return false
  const kind = providerBySlug(slug)?.kind
  return kind !== undefined && kind !== 'self-hosted'
}

function versionOf(entry: Entry): {readonly version?: string} {
  const version = factOf(entry, 'version')
  return version === undefined ? {} : {version}
}

function toSubject(entry: Entry, asset: Asset | undefined): Subject {
  const lists = Object.entries(listFacts).map(([field, fact]) => [field, entry.facts.get(fact) ?? []])
  const texts = Object.entries(textFacts).map(([field, fact]) => [field, factOf(entry, fact) ?? ''])
  return {
    asset: fill(assetFields, {
      id: entry.id,
      kind: entry.kind,
      name: entry.name,
      aliases: entry.aliases,
      ...Object.fromEntries(lists),
      ...Object.fromEntries(texts),
      endpoints: [...(entry.facts.get('endpoint') ?? []), ...(entry.facts.get('url') ?? [])],
      floating: entry.facts.has('floating'),
      remoteCode: entry.facts.has('remote-code'),
      parameters: Number(factOf(entry, 'parameters') ?? 0),
      ...(asset !== undefined && {...originOf(asset, isProvider), ...sourceOf(asset), purl: asset.purl ?? ''}),
    }),
    evidence: (asset?.evidence ?? []).map(toEvidence),
  }
}

function sourceOf(asset: Asset): {readonly registry?: string} {
  return asset.kind === 'package' ? {registry: asset.facts.source ?? asset.facts.ecosystem} : {}
}

function toEvidence(evidence: Evidence): Subject['evidence'][number] {
  return fill(evidenceFields, {...evidence, line: evidence.line ?? 0, symbol: evidence.symbol ?? ''})
}

function emptySubject({id, kind, name}: Change): Subject {
  return {asset: fill(assetFields, {id, kind, name}), evidence: []}
}
