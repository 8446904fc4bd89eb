import type {Digest, Evidence} from './evidence.ts'
import type {Facts} from './facts.ts'

/** In the order that results count them. */
export const assetKinds = [
  'model',
  'weights',
  'dataset',
  'package',
  'service',
  'agent',
  'mcp-server',
  'prompt',
  'tool',
  'guardrail',
  'dependency-manifest',
  'bom',
] as const
/** What an asset is, as ids, flags and properties spell it. */
export type AssetKind = (typeof assetKinds)[number]

/** A licence as it is stated. `id` only where it is an SPDX identifier, `expression` only where it parses as one. */
export type Licence =
  | {readonly kind: 'id'; readonly id: string; readonly url?: string}
  | {readonly kind: 'expression'; readonly expression: string}
  | {readonly kind: 'name'; readonly name: string; readonly url?: string}

/** The identifier, expression or name of a licence. */
export function textOfLicence(licence: Licence): string {
  switch (licence.kind) {
    case 'id':
      return licence.id
    case 'expression':
      return licence.expression
    case 'name':
      return licence.name
  }
}

/** What assets of every kind have; facts of one kind are in {@link Facts}. */
export interface AssetBase {
  /**
   * kind + registry name (purl without version), or kind + path + symbol where no registry knows it: see identity.ts
   */
  readonly id: string
  readonly name: string
  /** namespace or organisation, where the registry has one */
  readonly group?: string
  readonly aliases: readonly string[]
  /** exact version, or the revision as pinned; a declared range is in the facts, never here */
  readonly version?: string
  readonly purl?: string
  readonly description?: string
  /** who publishes it, as stated */
  readonly author?: string
  /** when this version came out, as its registry says: ISO 8601 */
  readonly released?: string
  /**
   * of the repository that it is published from, up to this version: newest first, the latest of them where there are
   * many
   */
  readonly commits?: readonly Commit[]
  readonly licences?: readonly Licence[]
  readonly references?: readonly {
    readonly type: 'website' | 'distribution' | 'vcs' | 'documentation' | 'model-card' | 'issue-tracker' | 'other'
    readonly url: string
    readonly comment?: string
  }[]
  readonly digests: readonly Digest[]
  /** at least one */
  readonly evidence: readonly Evidence[]
  /**
   * further facts, by documented property name (`aibom:…`, `cdx:ai-ml:…`) → values; docs/taxonomy.md lists every name
   */
  readonly properties?: Readonly<Record<string, readonly string[]>>
}

/** As the registry lists it. */
export interface Commit {
  /** 40 hex digits */
  readonly id: string
  readonly title?: string
  /** ISO 8601 */
  readonly at?: string
  /** the first, where it names several */
  readonly author?: string
}

/** One thing of the inventory; `kind` tells which facts it has. */
export type Asset = AssetBase & Facts
/** The asset of one kind: `AssetOf<'model'>`. */
export type AssetOf<K extends AssetKind> = Extract<Asset, {kind: K}>

/**
 * depends-on: an edge of the graph · contains: a model its weight files · derived-from: base model · trained-on: data
 * set · calls: a service
 */
export interface Relationship {
  /** key of an asset ({@link keyOf} in identity.ts), or `subject` */
  readonly from: string
  readonly to: string
  readonly kind: 'depends-on' | 'contains' | 'derived-from' | 'trained-on' | 'calls'
  /** how a model derives from its base: `finetune`, `adapter`, `quantized`, `merge`; as stated */
  readonly relation?: string
}
