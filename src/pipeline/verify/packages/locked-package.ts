import type {Digest} from '../../../inventory/evidence.ts'

/** One file of a package, as a lock names it. */
export interface LockedFile {
  /** name of the file, where the lock says it */
  readonly name?: string | undefined
  readonly url?: string | undefined
  /** what may be installed: an installer takes any file that has one of those of the strongest algorithm */
  readonly digests: readonly Digest[]
}

/** Everything that a lock says of one package: each of its entries, each of their files. */
export interface LockedPackage {
  readonly ecosystem: 'npm' | 'pypi'
  readonly name: string
  readonly version: string | undefined
  readonly purl: string
  /** registry, repository, archive or path, where it is not the default registry */
  readonly origin: string | undefined
  readonly files: readonly LockedFile[]
  /** path of the patch that is applied to it when it is installed; '' where it is not told */
  readonly patch?: string | undefined
}

/**
 * What a lock installs and nobody can hold against a registry: a line that names no package, a file that it includes.
 */
export interface LockGap {
  readonly subject: string
  readonly message: string
}

/** What a lock pins, and what of it could not be read. */
export interface LockContent {
  readonly packages: readonly LockedPackage[]
  readonly gaps: readonly LockGap[]
}
