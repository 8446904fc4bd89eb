import semver from 'semver'
import {baseName} from '../../../lib/path.ts'
import {splitAt} from '../spec.ts'

/** What the key of a package in a pnpm lock says. */
export interface PnpmPath {
  readonly name: string
  readonly version?: string
  /** registry, git or archive URL, where it is not the default registry */
  readonly source?: string
  readonly patched: boolean
}

/** `[registry]/name/1.0.0[_peers]`, as versions 5 write it. */
const slashPattern = /^([^/@]*)\/((?:@[^/]+\/)?[^/@]+)\/([^/_]+)(_.*)?$/

/**
 * Key of a package in a pnpm lock: `/name/1.0.0_react@17.0.2` (5), `/name@1.0.0(react@17.0.2)` (6),
 * `name@1.0.0(react@17.0.2)` (9), and for other sources
 * `github.com/owner/repo/<commit>`, `@host/path`, `name@https://…`, `file:…`.
 * @returns undefined when no name can be told from it
 */
export function parsePnpmPath(key: string): PnpmPath | undefined {
  const patched = key.includes('patch_hash=')
  const bare = withoutPeers(key)
  const slashed = slashPattern.exec(bare)
  if (slashed !== null && semver.valid(slashed[3]) !== null) {
    const [, registry = '', name = '', version = ''] = slashed
    const isDefault = registry === '' || registry === 'registry.npmjs.org'
    return {name, version, ...(!isDefault && {source: `https://${registry}`}), patched}
  }
  const [name, version] = splitAt(bare.startsWith('/') ? bare.slice(1) : bare)
  // `github.com/owner/repo/<commit>` names no package; entries of this kind state their name beside
  if (version === undefined || name.includes(':'))
    return bare === '' ? undefined : {name: baseName(bare), source: bare, patched}
  return semver.valid(version) === null ? {name, source: version, patched} : {name, version, patched}
}

/** `name@1.0.0(react@17.0.2)(patch_hash=…)` → `name@1.0.0` */
export function withoutPeers(key: string): string {
  const at = key.indexOf('(')
  return at === -1 ? key : key.slice(0, at)
}
