import {posix} from 'node:path'
import type {Digest, DigestAlgorithm} from '../../inventory/evidence.ts'
import type {PackageOrigin} from '../../inventory/package-origin.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'

/** Where a package comes from when it is not the default index. Recorded, never requested. */
export interface Origin {
  /**
   * path: inside the source, relative · machine: somewhere on the computer that wrote the file (`file:///croot/…` of
   * conda)
   */
  readonly kind: 'index' | 'git' | 'url' | 'path' | 'machine'
  /**
   * without credentials; of git with `git+` and the revision; of a path as it is written; of a machine's path `file:`
   * and its last part
   */
  readonly url: string
}

const defaultIndexes: ReadonlySet<string> = new Set(['pypi.org', 'pypi.python.org', 'files.pythonhosted.org'])
const vcsPattern = /^(?:git|hg|svn|bzr)(?:\+[a-z]+)?(?::\/\/|@)/i
const schemePattern = /^[a-z][a-z0-9+.-]*:/i
const subdirectoryPattern = /(?:^|&)subdirectory=([^&]+)/
const absolutePattern = /^(?:[/\\~]|[a-z]:[/\\])/i

/** An index URL; undefined for PyPI itself. */
export function indexOrigin(url: string): Origin | undefined {
  // some indexes take a token as a folder
  const shown = redactUrl(withoutCredentials(url))
  return defaultIndexes.has(hostOf(shown)) ? undefined : {kind: 'index', url: shown}
}

/**
 * A URL, a VCS reference or a path, as requirements and locks write it; of its fragment the folder inside a repository
 * is kept.
 */
export function referenceOrigin(reference: string): Origin {
  const [bare = '', fragment = ''] = reference.split('#', 2)
  if (vcsPattern.test(bare))
    return {kind: 'git', url: `${withoutCredentials(bare)}${folderFragment(subdirectoryPattern.exec(fragment)?.[1])}`}
  const path = bare.replace(/^file:(?:\/\/)?/i, '')
  if (absolutePattern.test(path)) return {kind: 'machine', url: `file:${lastPart(path)}`}
  if (path !== bare || !schemePattern.test(bare)) return {kind: 'path', url: path}
  return {kind: 'url', url: withoutCredentials(bare)}
}

/** `git+<url>@<revision>#subdirectory=<folder>`, the form that pip and the purl qualifier vcs_url share. */
export function gitOrigin(url: string, revision: string | undefined, folder?: string): Origin {
  const bare = withoutCredentials(withoutQuery(url.replace(/^git\+/, '')))
  const [, user, path] = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(bare) ?? []
  const place = user === undefined ? bare : `ssh://${user}/${path}`
  return {kind: 'git', url: `git+${place}${revision === undefined ? '' : `@${revision}`}${folderFragment(folder)}`}
}

function folderFragment(folder: string | undefined): string {
  return folder === undefined || folder === '' || folder === '.' ? '' : `#subdirectory=${folder}`
}

/**
 * What an origin means for the identity of a package. An archive somewhere on another machine (`file:///croot/…` of
 * conda) tells nothing.
 * @param folder that a path is relative to, seen from the source
 */
export function packageOrigin(origin: Origin | undefined, folder: string): PackageOrigin | undefined {
  switch (origin?.kind) {
    case 'index':
      return {kind: 'registry', url: origin.url}
    case 'git':
      return {kind: 'git', url: origin.url}
    case 'url':
      return {kind: 'archive', url: origin.url}
    case 'path':
      return {kind: 'path', url: posix.join(folder, origin.url).replace(/\/$/, '').replace(/^\.$/, '')}
    case 'machine':
    case undefined:
      return undefined
  }
}

/** User name and password are cut from the authority, secrets from the query; `${NAME}` stays, it is no secret. */
export function withoutCredentials(url: string): string {
  const start = url.indexOf('://')
  if (start === -1) return url
  const [head = '', query] = splitOnce(url.slice(start + 3), '?')
  const slash = head.indexOf('/')
  const authority = slash === -1 ? head : head.slice(0, slash)
  const host = authority.startsWith('git@') ? authority : authority.slice(authority.lastIndexOf('@') + 1)
  const shownQuery = query === undefined ? '' : redactUrl(`q://q?${query}`).slice('q://q'.length)
  return `${url.slice(0, start + 3)}${host}${head.slice(authority.length)}${shownQuery}`
}

function splitOnce(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)]
}

/** An absolute path tells of the machine it was written on: only its last part is kept. */
function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast(part => part !== '') ?? ''
}

function hostOf(url: string): string {
  return (url.slice(url.indexOf('://') + 3).split(/[/:?#]/, 1)[0] ?? '').toLowerCase()
}

const hexLengths: Readonly<Record<string, number>> = {md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128}
const hexPattern = /^[0-9a-f]+$/

/** `sha256:<hex>` or `sha256=<hex>` of a file's content; undefined for what is no digest we can name. */
export function toDigest(text: string): Digest | undefined {
  const [name = '', hex = ''] = text.trim().toLowerCase().split(/[:=]/, 2)
  const alg = toAlgorithm(name)
  if (alg === undefined || hex.length !== hexLengths[alg] || !hexPattern.test(hex)) return undefined
  return {alg, hex, of: 'content', from: 'declared'}
}

function toAlgorithm(name: string): DigestAlgorithm | undefined {
  switch (name) {
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha384':
    case 'sha512':
      return name
    default:
      return undefined
  }
}
