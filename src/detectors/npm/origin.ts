import type {PackageOrigin} from '../../inventory/package-origin.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {isGit, toGitUrl} from './spec.ts'

/** Two names of the public registry. */
const defaultHosts: ReadonlySet<string> = new Set(['registry.npmjs.org', 'registry.yarnpkg.com'])

/** Where a package comes from, as its lock says. */
export interface Origin {
  /** of the archive, without credentials; absent for git */
  readonly url?: string | undefined
  /** git URL, archive URL or registry, where it is not the default registry */
  readonly source?: string | undefined
}

/**
 * What the place that a lock names for a package says about where it comes from.
 * @param resolved archive or git URL as the lock has it
 * @param name of the package: `<registry>/<name>/-/<file>` is what registries answer with
 */
export function originOf(resolved: string, name: string): Origin {
  const place = withoutCredentials(resolved)
  if (isGit(place)) return {source: place}
  const url = URL.canParse(place) ? new URL(place) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return {source: place}
  url.hash = ''
  url.search = ''
  if (defaultHosts.has(url.hostname)) return {url: url.href}
  const registryEnd = url.href.replace(/%2f/gi, '/').indexOf(`/${name}/-/`)
  return {url: url.href, source: registryEnd === -1 ? registryOf(url, name) : url.href.slice(0, registryEnd)}
}

/** GitHub Packages and others answer with `<registry>/download/<name>/<version>/<id>`. */
function registryOf(url: URL, name: string): string {
  const download = url.href.indexOf(`/download/${name}/`)
  return download === -1 ? url.href : url.href.slice(0, download)
}

/**
 * What a source means for the identity of a package.
 * @param url of its archive, where it is known
 */
export function packageOrigin(source: string | undefined, url: string | undefined): PackageOrigin | undefined {
  if (source === undefined) return undefined
  if (isGit(source)) return {kind: 'git', url: toGitUrl(source)}
  if (!/^https?:/.test(source)) return {kind: 'path', url: source}
  return {kind: source === url || /\.(?:tgz|tar\.gz)$/.test(source) ? 'archive' : 'registry', url: source}
}

/** A URL or other specifier without user, password and tokens; the user name that ssh needs is kept. */
export function withoutCredentials(url: string): string {
  return redactUrl(
    url.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/@\s]*)@/i, (_all, scheme: string, user: string) =>
      user === 'git' ? `${scheme}git@` : scheme,
    ),
  )
}
