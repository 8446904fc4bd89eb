import {parseIntegrity} from '../../../detectors/npm/assemble/integrity.ts'
import type {Digest, DigestAlgorithm} from '../../../inventory/evidence.ts'
import {asText, type UnknownRecord} from '../../../lib/narrow.ts'
import type {Trail} from '../../../trust/decide.ts'
import {invalid, type TrustFailure, undecided} from '../../../trust/failure.ts'
import type {LockedFile, LockedPackage} from './locked-package.ts'

/**
 * From the strongest: an installer takes an archive that has any one digest of the strongest algorithm that is there
 * (W3C SRI, 3.3.4).
 */
const strength: readonly DigestAlgorithm[] = ['sha512', 'sha384', 'sha256', 'sha1', 'md5']
const strong: ReadonlySet<DigestAlgorithm> = new Set(['sha512', 'sha384', 'sha256'])

/** The default registry: a client takes its own registry in its place. By plain http it is anybody's. */
const defaultOrigins: ReadonlySet<string> = new Set(['https://registry.npmjs.org', 'https://registry.yarnpkg.com'])

/** What the registry says of the archive of a version. */
export interface RegistryArchive {
  readonly base: string
  readonly digests: ReadonlyMap<DigestAlgorithm, ReadonlySet<string>>
  /** path of the archive's address */
  readonly path: string | undefined
}

/** @param dist of the registry's document of a version */
export function toRegistryArchive(dist: UnknownRecord, base: string): RegistryArchive {
  const stated = parseIntegrity(asText(dist['integrity']) ?? '').map(({alg, hex}) => [alg, hex] as const)
  const sha1 = asText(dist['shasum'])?.toLowerCase()
  const digests = new Map<DigestAlgorithm, Set<string>>()
  for (const [alg, hex] of [...stated, ...(sha1 === undefined ? [] : [['sha1', sha1] as const])]) {
    digests.set(alg, (digests.get(alg) ?? new Set()).add(hex))
  }
  const tarball = asText(dist['tarball'])
  return {
    base,
    digests,
    path: tarball !== undefined && URL.canParse(tarball) ? pathOf(new URL(tarball), base) : undefined,
  }
}

/** Every archive that the lock allows for a package must be the registry's; each way in which one is not. */
export function checkArchives(locked: LockedPackage, archive: RegistryArchive, trail: Trail): TrustFailure[] {
  const {files} = locked
  const failures = files.flatMap(file => [...checkDigests(file, archive), ...checkAddress(file, locked, archive)])
  if (files.length === 0) return [undecided('digest-missing', 'the lock file names no archive of it')]
  if (failures.length === 0) trail.checked.push('locked digest')
  const others = new Set(
    files.flatMap(({digests}) => digests.flatMap(({alg}) => (archive.digests.has(alg) ? [] : alg))),
  )
  for (const alg of others)
    trail.notCovered.push(`the locked ${label(alg)} digest, for which the registry has no value`)
  return failures
}

function checkDigests({digests}: LockedFile, {digests: said}: RegistryArchive): TrustFailure[] {
  const alg = strength.find(candidate => digests.some(digest => digest.alg === candidate))
  if (alg === undefined)
    return [
      undecided(
        'digest-missing',
        'the lock file has no digest of it, so nothing ties the installed files to the registry',
      ),
    ]
  if (digests.some(digest => contradicts(digest, said)))
    return [invalid('digest-mismatch', 'the lock file and the registry name different bytes')]
  if (!said.has(alg))
    return [undecided('digest-missing', `the lock file has ${label(alg)}, for which the registry has no value`)]
  return strong.has(alg)
    ? []
    : [undecided('digest-weak', `the lock file has ${label(alg)} alone, which others can be made to match`)]
}

/** The registry has digests of that algorithm, and this is none of them. */
function contradicts({alg, hex}: Digest, said: RegistryArchive['digests']): boolean {
  return said.get(alg)?.has(hex) === false
}

function label(alg: DigestAlgorithm): string {
  return alg.toUpperCase().replace(/^SHA/, 'SHA-')
}

/** An address in the registry must be that of this version's archive; another host is not the one that was asked. */
function checkAddress(
  {url}: LockedFile,
  {name, version}: LockedPackage,
  {base, path}: RegistryArchive,
): TrustFailure[] {
  if (url === undefined) return []
  const address = URL.canParse(url) ? new URL(url) : undefined
  const isDefault = address !== undefined && defaultOrigins.has(address.origin)
  if (address === undefined || !(isDefault || isBelow(address, base))) {
    return [
      undecided('origin-unknown', `it comes from ${shownOrigin(address)}, which is not the registry that was asked`),
    ]
  }
  const file = `/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version ?? ''}.tgz`
  const own = pathOf(address, isDefault ? address.origin : base)
  if (own === file || own === path) return []
  return [invalid('origin-mismatch', `the lock file takes it from ${own.slice(0, 200)}, the archive of something else`)]
}

function isBelow({origin, pathname}: URL, base: string): boolean {
  const root = new URL(base)
  return origin === root.origin && `${pathname}/`.startsWith(root.pathname.replace(/(?<!\/)\/*$/, '/'))
}

/** Below the registry's own address, with the slash of a scope as it is usually written. */
function pathOf({pathname}: URL, base: string): string {
  const root = new URL(base).pathname.replace(/(?<!\/)\/+$/, '')
  const below = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : pathname
  return below.replace(/%2f/gi, '/').replace(/%40/g, '@')
}

function shownOrigin(address: URL | undefined): string {
  return address === undefined ? 'another place' : address.origin
}
