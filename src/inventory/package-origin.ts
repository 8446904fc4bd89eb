import type {PurlQualifiers} from '../lib/names/purl.ts'

/** Where a package comes from when that is not the default registry of its ecosystem. No credentials. */
export type PackageOrigin =
  | {readonly kind: 'registry'; readonly url: string}
  /** `git+https://host/repository.git@revision#subdirectory=folder`, revision and folder where they are stated */
  | {readonly kind: 'git'; readonly url: string}
  | {readonly kind: 'archive'; readonly url: string}
  /** a folder or an archive of the source, relative to it; '' is its root */
  | {readonly kind: 'path'; readonly url: string}

/** GitHub's archives are of a commit, which is a revision like any other. */
const archiveCommitPattern = /^(https:\/\/codeload\.github\.com\/[^/]{1,100}\/[^/]{1,100})\/(?:tar\.gz|zip)\/[^/]+$/
const revisionPattern = /^([a-z][a-z0-9+.-]*:\/\/[^/#]*\/[^@#]*)@([^#]*)/i

/**
 * The part of a package's identity that tells where it comes from: empty for the default registry. A git revision is
 * left out, since a moved revision is a change of one package and no other package.
 */
export function originSuffix(origin: PackageOrigin | undefined): string {
  switch (origin?.kind) {
    case 'registry':
      return `?repository_url=${origin.url}`
    case 'git':
      return `?vcs_url=${origin.url.replace(revisionPattern, '$1')}`
    case 'archive':
      return `?download_url=${origin.url.replace(archiveCommitPattern, '$1')}`
    case 'path':
      return `?path=${origin.url === '' ? '.' : origin.url}`
    case undefined:
      return ''
  }
}

/** @see purl-spec, Annex B "Standard Qualifiers Keys" */
export function originQualifiers(origin: PackageOrigin | undefined): PurlQualifiers | undefined {
  switch (origin?.kind) {
    case 'registry':
      return {repository_url: origin.url}
    case 'git':
      return {vcs_url: origin.url}
    case 'archive':
      return {download_url: origin.url}
    case 'path':
    case undefined:
      return undefined
  }
}
