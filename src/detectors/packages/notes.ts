import type {Digest} from '../../inventory/evidence.ts'
import type {PackageFacts} from '../../inventory/facts.ts'
import type {PackageOrigin} from '../../inventory/package-origin.ts'
import type {RegistryName} from '../../lib/names/registry-name.ts'

/** Those that are read alike; npm and Python have detectors of their own. */
export type Ecosystem = RegistryName['ecosystem']
/** What needs a package: the running product, its makers, or an option. */
export type PackageScope = PackageFacts['scope']

/** A dependency as a manifest declares it, or a package as a lock pins it. */
export interface Entry {
  /** as its registry writes it: `github.com/owner/module`, `group:artifact`, `vendor/name` */
  readonly name: string
  /** as written: exact, a range, `${property}` of the same project; absent where another file says it */
  readonly version?: string | undefined
  readonly line?: number | undefined
  readonly scope: PackageScope
  /** false: another package brought it in */
  readonly direct: boolean
  readonly origin?: PackageOrigin | undefined
  readonly digests?: readonly Digest[]
  /** packages of the same lock that it needs: `name` or `name@version` */
  readonly needs?: readonly string[]
  readonly properties?: Readonly<Record<string, readonly string[]>>
  /** which setting gives name and version: an alias of a Gradle catalogue, a dependency of a Cargo workspace */
  readonly alias?: string
  /** name under which the program knows it, where that is another one */
  readonly knownAs?: string
}

/** What one file says for others: versions, properties, aliases. */
export interface Setting {
  readonly value: string
  readonly line?: number | undefined
  /** of an alias: the name of the package */
  readonly name?: string
  /** of an alias: the origin of the package */
  readonly origin?: PackageOrigin | undefined
}

/** What one file says, kept until all files have been read. */
export interface Note {
  readonly ecosystem: Ecosystem
  /** the kind of file: `go-mod`, `cargo-lock` … */
  readonly dialect: string
  readonly path: string
  readonly role: 'manifest' | 'lock' | 'digests'
  readonly entries: readonly Entry[]
  /** by name; versions of packages stand under `version:name`, aliases under `alias:name` */
  readonly settings?: ReadonlyMap<string, Setting>
  /** its entries hold for every project below its folder */
  readonly isShared?: boolean
}

/** Reads one kind of file. */
export type Read = (text: string, path: string) => Note
