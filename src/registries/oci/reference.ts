import {AibomError} from '../../lib/errors.ts'
import {type OciDigest, parseOciDigest} from './manifest.ts'

/** `host/repository:tag@digest`, taken apart. */
export interface OciReference {
  /** as written, with its port */
  readonly host: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: OciDigest
}

/** @see OCI distribution specification, "Pulling manifests": names and tags */
const referencePattern =
  /^([a-z0-9][a-z0-9.-]*(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)\/([a-z0-9._/-]{1,255})(?::(\w[\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]+))?$/i
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/

/**
 * `oci://host[:port]/repository[:tag][@digest]`; without both the tag `latest`.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID`
 */
export function parseOciReference(text: string): OciReference {
  const [, host, repository = '', tag, digestText] = referencePattern.exec(text.replace(/^oci:\/\//i, '')) ?? []
  const digest = digestText === undefined ? undefined : parseOciDigest(digestText)
  if (host === undefined || !repositoryPattern.test(repository) || (digestText !== undefined && digest === undefined)) {
    throw new AibomError('AIBOM_SOURCE_INVALID', `${JSON.stringify(text)} is not an artifact in a registry`, {
      hint: 'Write oci://registry/repository:tag or oci://registry/repository@sha256:…',
    })
  }
  if (digest === undefined) return {host, repository, tag: tag ?? 'latest'}
  return {host, repository, digest, ...(tag !== undefined && {tag})}
}
