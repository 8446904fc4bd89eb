import type {Distribution, PackageFacts} from '../../inventory/facts.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Ambiguity} from '../../lib/parse/ambiguity.ts'
import type {Origin} from './origin.ts'

/** What needs a package: the running product, its makers, or an extra. */
export type PackageScope = PackageFacts['scope']

/** What manifests and lock files say of a package alike. */
export interface Entry {
  /** as written */
  readonly name: string
  readonly line?: number | undefined
  /** PEP 508 marker */
  readonly condition?: string | undefined
  /** the name is that of a repository: nothing states the package's own */
  readonly guessed?: boolean
  /** absent: the default index */
  readonly origin?: Origin | undefined
  readonly distributions: readonly Distribution[]
}

/** A dependency as a manifest declares it. */
export interface Declared extends Entry {
  readonly scope: PackageScope
  /** constraint: limits a version, installs nothing · build: needed to build, not in lock files */
  readonly role?: 'constraint' | 'build'
  /** false: a compiled requirements file says that another package brought it in */
  readonly direct: boolean
  /** the range as written */
  readonly range?: string | undefined
  readonly version?: string | undefined
  /** PEP 440 specifier sets of which one has to hold; absent where the range cannot be judged */
  readonly accepts?: readonly string[] | undefined
  /** further indexes that may serve it besides its origin */
  readonly extraIndexes?: readonly string[]
  /** names of the packages that need it, as a compiled requirements file says */
  readonly neededBy?: readonly string[]
  /** name of the dependency group, where it has one */
  readonly group?: string
  /** the line of a constraint file that gives its version */
  readonly pin?: {readonly path: string; readonly line?: number | undefined}
}

/** A folder of the source that is installed: its own project says the name. */
export interface LocalFolder {
  /** as written */
  readonly path: string
  readonly line: number
  readonly scope: PackageScope
}

/** What a manifest says of the package that it is of. */
export interface Project {
  readonly name: string
  readonly version?: string | undefined
  readonly licence?: string | undefined
  readonly line?: number | undefined
}

/** Files that declare; each has a rule id of its own. */
export type ManifestDialect = 'requirements' | 'pyproject' | 'pipfile' | 'setup-cfg' | 'setup-py' | 'environment'

/** What one manifest declares, kept until all files have been read. */
export interface ManifestNote {
  readonly kind: 'manifest'
  readonly dialect: ManifestDialect
  readonly path: string
  readonly declared: readonly Declared[]
  readonly project?: Project | undefined
  /** dependencies are made up at build time and were not found in any file */
  readonly dynamic?: {readonly line?: number | undefined; readonly message: string} | undefined
  readonly folders?: readonly LocalFolder[]
  /** paths of constraint files that hold for it */
  readonly constraints?: readonly string[]
  /** paths of the requirements files that it takes in */
  readonly includes?: readonly string[]
  /** normalised names whose locked version may differ on purpose */
  readonly overridden?: readonly string[]
}

/** A dependency of a locked package, by name: which entry it means is worked out later. */
export interface Edge {
  readonly name: string
  /** exact, where the lock says which of several */
  readonly version?: string | undefined
  readonly accepts?: readonly string[] | undefined
  /** where the lock says from which of several places */
  readonly origin?: Origin | undefined
  /** the lock says that it is the default index */
  readonly isFromDefault?: boolean
  /** of edges that leave a member of the repository; of others what the needing package has */
  readonly scope?: PackageScope
}

/** What a lock says and nobody can read: a lock of which something is left out says less than is installed. */
export interface Unread {
  readonly line?: number | undefined
  readonly message: string
}

/** One entry of a lock. */
export interface Locked extends Entry {
  readonly version?: string | undefined
  /** as the lock says it; absent: by the way it is reached */
  readonly scope?: PackageScope | undefined
  /** as the lock says it; absent: by manifest or graph */
  readonly direct?: boolean
  readonly edges: readonly Edge[]
}

/** requirements: a list that pip-compile or uv wrote, with every version pinned */
export type LockDialect = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pylock' | 'requirements'

/** What one lock pins, kept until all files have been read. */
export interface LockNote {
  readonly kind: 'lock'
  readonly dialect: LockDialect
  readonly path: string
  readonly packages: readonly Locked[]
  /** dependency groups that were locked; absent: all */
  readonly groups?: readonly string[] | undefined
  /** what it says and nobody can read */
  readonly unread?: readonly Unread[]
  /** what package managers may read in another way */
  readonly ambiguities?: readonly Ambiguity[]
}

/** What one file gave. */
export type Note = ManifestNote | LockNote

/** What reading one file gives. */
export interface Reading {
  readonly notes: readonly Note[]
  readonly gaps: readonly Gap[]
}
