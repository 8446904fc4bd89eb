import type {AssetKind} from '../inventory/asset.ts'

/** The facts of an asset that are compared and locked, in the order in which they are written. */
export const factNames = [
  'version',
  'follows',
  'also',
  'range',
  'floating',
  'license',
  'digest',
  'size',
  'file',
  'source',
  'publisher',
  'published',
  'config',
  'split',
  'base',
  'trained-on',
  'architecture',
  'parameters',
  'format',
  'quantization',
  'chat-template',
  'remote-code',
  'own-code',
  'any-format',
  'setting',
  'signer',
  'endpoint',
  'unauthenticated',
  'data-flow',
  'transport',
  'command',
  'argument',
  'url',
  'package',
  'image',
  'environment',
  'scope',
  'disabled',
  'denied',
  'framework',
  'role',
  'variable',
  'tool',
  'parameter',
  'definition',
  'uses',
  'runs',
  'reads',
  'writes',
  'network',
  'credentials',
  'auto-approves',
  'packages',
  'part-of',
] as const
/** A fact as lock files and changes call it. */
export type FactName = (typeof factNames)[number]

/**
 * One asset as it is compared: who it is and what matters of it. Where it was found is not part of it, so code that
 * moves changes nothing.
 */
export interface Entry {
  /** identity without the version */
  readonly id: string
  readonly kind: AssetKind
  /** with its namespace: `org/name` */
  readonly name: string
  readonly aliases: readonly string[]
  /** sorted values, at least one for each name that is there; arguments keep their order */
  readonly facts: ReadonlyMap<FactName, readonly string[]>
  /** files in which it was seen; of an entry of a lock the one that names it, if any */
  readonly paths: readonly string[]
  /** where to show a change of it; absent for an entry of a lock */
  readonly place?: {readonly path: string; readonly line?: number}
}

/** One side of a comparison. */
export interface Side {
  readonly entries: readonly Entry[]
  /** false for documents of other tools: what they do not state is not compared */
  readonly complete: boolean
  /** files that could not be read, or not whole */
  readonly unread: ReadonlySet<string>
  /** manifests that no lock file speaks for; absent for none */
  readonly unlocked?: ReadonlySet<string>
  /** identities of assets of which it was looked for who signed them; absent where that is not known */
  readonly askedForSigner?: ReadonlySet<string>
  /** holds only what something rests on: what else was there, and may be there still, is not known */
  readonly isPart?: boolean
}

/** The single value of a fact that has one. */
export function factOf(entry: Entry, name: FactName): string | undefined {
  return entry.facts.get(name)?.[0]
}
