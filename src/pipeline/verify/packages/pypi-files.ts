import {compare, valid} from '@renovatebot/pep440'
import {artifactOf, fileNameOf} from '../../../detectors/python/artifact.ts'
import type {Digest} from '../../../inventory/evidence.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import type {IndexFile} from '../../../registries/pypi/client.ts'
import {invalid, type TrustFailure, undecided} from '../../../trust/failure.ts'
import type {LockedFile, LockedPackage} from './locked-package.ts'

/** What pip accepts in `--hash`; others prove nothing, or are none of its. */
const strong: readonly string[] = ['sha256', 'sha384', 'sha512']

/** The files of the index that a lock allows to be installed, and each way in which the lock names something else. */
export interface MatchedFiles {
  readonly files: readonly IndexFile[]
  readonly failures: readonly TrustFailure[]
}

/** Every locked file must be one of the index, of this version, with equal digests. */
export function matchFiles(locked: LockedPackage, index: readonly IndexFile[]): MatchedFiles {
  const matches = locked.files.map(file => matchFile(file, locked, index))
  return {files: [...new Set(matches.flatMap(({files}) => files))], failures: matches.flatMap(({failures}) => failures)}
}

function matchFile({name, url, digests}: LockedFile, locked: LockedPackage, index: readonly IndexFile[]): MatchedFiles {
  if (name === undefined && digests.length === 0)
    return {
      files: [],
      failures: [
        undecided(
          'digest-missing',
          'the lock file has no digest of it, so nothing ties the installed files to the index',
        ),
      ],
    }
  const shown = name ?? 'a locked file'
  const candidates = name === undefined ? index : index.filter(file => file.name === name)
  const usable = digests.filter(({alg, of}) => of === 'content' && strong.includes(alg))
  const known = usable.filter(({alg}) => candidates.some(file => file.digests.has(alg)))
  const files = candidates.filter(
    file => name !== undefined || known.some(({alg, hex}) => file.digests.get(alg) === hex),
  )
  const failures: TrustFailure[] = []
  const addressed = fileNameOf(url ?? shown)
  if (name !== undefined && addressed !== name && artifactOf(addressed) !== undefined)
    failures.push(invalid('origin-mismatch', `the lock file takes ${name} from the address of ${addressed}`))
  if (candidates.length === 0 || digests.some(digest => isContradicted(digest, candidates, name !== undefined))) {
    failures.push(invalid('digest-mismatch', `${shown} has other bytes at the index, or is not there`))
  }
  const foreign = files.find(file => !isOfRelease(file.name, locked))
  if (foreign !== undefined)
    failures.push(invalid('digest-mismatch', `${foreign.name} is not a file of ${locked.name} ${locked.version ?? ''}`))
  if (usable.length === 0) failures.push(undecided('digest-missing', `the lock file has no strong digest of ${shown}`))
  else if (known.length < usable.length)
    failures.push(undecided('digest-missing', `the index has no digest of ${shown} by an algorithm of the lock file`))
  return {files, failures}
}

/**
 * A file of that name must agree wherever it is listed; of a digest without a name one file is the one that is meant.
 */
function isContradicted({alg, hex}: Digest, candidates: readonly IndexFile[], isNamed: boolean): boolean {
  const stated = candidates.flatMap(file => file.digests.get(alg) ?? [])
  return stated.length > 0 && !(isNamed ? stated.every(each => each === hex) : stated.includes(hex))
}

const sdistSuffix = /\.(?:tar\.gz|tar\.bz2|tar\.xz|tgz|zip)$/i

/** By its name (PEP 427, PEP 625); names of older formats, and versions that PEP 440 does not know, are not judged. */
export function isOfRelease(fileName: string, {name, version}: Pick<LockedPackage, 'name' | 'version'>): boolean {
  const stated = statedVersion(fileName, name)
  if (stated === undefined) return false
  // `unknown` is no version
  return valid(stated) === null || version === undefined || valid(version) === null || compare(stated, version) === 0
}

/**
 * The version in the name of a distribution of a project: undefined where it is of another project, `unknown` where the
 * format does not say.
 */
function statedVersion(fileName: string, project: string): string | undefined {
  const isWheel = fileName.toLowerCase().endsWith('.whl')
  if (!isWheel && !sdistSuffix.test(fileName)) return 'unknown'
  const parts = fileName.replace(sdistSuffix, '').split('-')
  const end = isWheel ? 1 : parts.length
  const at = parts.findIndex(
    (_part, index) => index < end && normalisePypiName(parts.slice(0, index + 1).join('-')) === project,
  )
  if (at === -1) return undefined
  return isWheel ? parts[1] : parts.slice(at + 1).join('-')
}
