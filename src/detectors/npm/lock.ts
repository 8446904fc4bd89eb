import type {Ambiguity} from '../../lib/parse/ambiguity.ts'
import type {Lookup} from './lookup.ts'

/**
 * What every lock file says, whatever its format. Folders are relative to the source, `/`-separated; the root is ''.
 */

/** How a manifest declares a dependency; ranked by what it means for the running product. */
export type DependencyKind = 'runtime' | 'peer' | 'optional' | 'dev'

/** A dependency as a manifest or a lock's copy of it declares it. */
export interface Declared {
  /** the name it is imported by */
  readonly alias: string
  /** range, tag, URL, path or alias as it is written */
  readonly spec: string
  readonly kind: DependencyKind
  readonly line?: number | undefined
  /** a peer that need not be there */
  readonly optionalPeer?: boolean
}

/** A dependency of a locked package, resolved to another entry of the lock. */
export interface Edge {
  /** key of a locked package */
  readonly to: string
  readonly kind: Exclude<DependencyKind, 'dev'>
}

/** One entry of a lock. */
export interface LockedPackage {
  /** of its registry: an alias is resolved */
  readonly name: string
  /** the name it is imported by, where that is another one */
  readonly alias?: string | undefined
  /** exact, as locked */
  readonly version?: string | undefined
  readonly line?: number | undefined
  /** subresource integrity, several hashes divided by blanks */
  readonly integrity?: string | undefined
  /** of its archive */
  readonly url?: string | undefined
  /** where it is not from the default registry: git URL, archive URL or registry */
  readonly source?: string | undefined
  readonly licence?: string | undefined
  readonly condition?: string | undefined
  /** a folder of this repository, or beside it */
  readonly folder?: string | undefined
  /** what the lock says of its scope, for packages that no edge reaches */
  readonly scope?: DependencyKind | undefined
  readonly properties?: Readonly<Record<string, string>> | undefined
  readonly edges: readonly Edge[]
}

/** What all dialects have in common: packages by the key that the lock has for them. Plain data. */
export interface Lock {
  readonly format: 'package-lock' | 'pnpm-lock' | 'yarn-lock' | 'bun-lock' | 'deno-lock'
  readonly path: string
  readonly folder: string
  readonly packages: ReadonlyMap<string, LockedPackage>
  /**
   * projects that the lock speaks for, by folder; undefined where it names the project but not how it depends on what
   */
  readonly importers: ReadonlyMap<string, readonly Declared[] | undefined>
  /** what the package manager itself and its configuration need: no manifest declares them */
  readonly tools?: readonly {readonly declared: Declared; readonly to: string}[]
  /** patches that it applies, by `name@version` or `name` → path of the file, '' where it is not told */
  readonly patches?: ReadonlyMap<string, string>
  /** names whose declared range was overruled on purpose */
  readonly overridden: ReadonlySet<string>
  /** entries that make no sense, as they are named */
  readonly malformed: readonly string[]
  /** dependencies for which it has no entry, as `name@reference`, and entries that it installs nowhere */
  readonly loose?: readonly string[]
  /** folders that are put in the place of a package, seen from the source */
  readonly links?: readonly string[]
  /** entries that no npm registry serves (jsr packages, modules by URL), as they are named */
  readonly foreign?: readonly string[]
  /** which of them a project gets for a dependency */
  readonly lookup: Lookup
}

/** A lock that was parsed, and what only whoever verifies it asks. */
export interface LockReading {
  readonly lock: Lock
  /** what older package managers read in the same file, where it says everything twice */
  older?(): Lock
  /** what package managers may read in another way */
  ambiguities(): Ambiguity[]
}

/** A change that is made to a package when it is installed. */
export interface Patch {
  readonly name: string
  /** exact, or a range; undefined for every version */
  readonly range: string | undefined
  /** of the patch file, relative to the source; '' where it is not told */
  readonly path: string
}

/** The longest real keys have some 300 characters. */
export const keyLimit = 1024

/** Key of a package that lies in a folder. */
export function folderKey(folder: string): string {
  return `folder:${folder}`
}
