import {AibomError, expected} from '../../../lib/errors.ts'
import {mapLimited} from '../../../lib/limit.ts'
import {createNpmRegistry, type NpmRegistry, npmDefaultRegistry} from '../../../registries/npm/client.ts'
import {createPypiIndex, pypiDefaultIndex} from '../../../registries/pypi/client.ts'
import {undecided} from '../../../trust/failure.ts'
import {parseRegistryKeys} from '../../../trust/keys/npm-keys.ts'
import {networkOf} from '../../network.ts'
import type {Requirement, VerifyRun} from '../options.ts'
import {namesOfPackage} from '../policy.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, Target} from '../target.ts'
import type {Trust} from '../trust.ts'
import type {LockContent, LockedPackage, LockGap} from './locked-package.ts'
import {type RegistryTrust, verifyNpmPackage} from './npm-package.ts'
import {verifyPypiPackage} from './pypi-package.ts'
import {readLock} from './read-lock.ts'

/** Requests on their way at a time are bounded by the network; this bounds the packages that wait for them. */
const width = 16
/** seconds for all packages of a lock file */
const deadline = 1800

/** Everything that a lock file installs, against the user's registry. */
export async function verifyLock({path}: Target, {run, require, trustFor}: Request): Promise<SubjectVerdict[]> {
  const {packages, gaps} = await readLockFile(path, run)
  if (packages.length === 0 && gaps.length === 0)
    throw new AibomError('AIBOM_NOTHING_TO_VERIFY', `${path} locks no package of npm or PyPI`)
  const unread = await Promise.all(gaps.map(gapVerdict))
  if (run.offline) return [...(await Promise.all(packages.map(offlineVerdict))), ...unread]
  const {http} = await networkOf({...run, refresh: false, deadline})()
  const registry = createNpmRegistry(run.registry ?? npmDefaultRegistry, http)
  const index = createPypiIndex(run.index ?? pypiDefaultIndex, http)
  const npmPackage = packages.find(({ecosystem}) => ecosystem === 'npm')
  const served = npmPackage === undefined ? [] : await servedKeys(registry, trustFor([]).trust)
  const verdicts = await mapLimited(packages, width, async locked => {
    const {trust, require: required} = trustFor(namesOfPackage(locked.purl))
    if (locked.ecosystem === 'pypi') return {...(await verifyPypiPackage(locked, index, trust)), required}
    if (served instanceof AibomError) return {...(await unreachable(locked, served)), required}
    const signs = registry.base === npmDefaultRegistry || trust.pinsRegistryKeys || served.length !== 0
    const {root, registryKeys: keys, identity: builder} = trust
    const history = historyOf(run, require ?? required)
    const npm = {root, keys, servedKeys: served, signs, now: trust.chain.at, builder, history}
    return {...(await verifyNpmPackage(locked, registry, npm)), required}
  })
  return [...verdicts, ...unread]
}

/** All versions of a package are asked for where a provenance is demanded, or the network is wanted. */
function historyOf({online}: VerifyRun, required: Requirement | undefined): RegistryTrust['history'] {
  if (required === 'provenance') return 'demanded'
  return online ? 'told' : 'none'
}

/**
 * npm's own keys are shipped, and the user may name others; only a registry of which nobody knows any is asked for its
 * own.
 */
async function servedKeys(
  registry: NpmRegistry,
  {pinsRegistryKeys}: Trust,
): Promise<Trust['registryKeys'] | AibomError> {
  if (registry.base === npmDefaultRegistry || pinsRegistryKeys) return []
  try {
    return parseRegistryKeys((await registry.keys()) ?? {keys: []})
  } catch (error) {
    return expected(error, AibomError)
  }
}

/** Without its keys nothing can be said of what the registry signed; other ecosystems go on. */
function unreachable({purl}: LockedPackage, error: AibomError): Promise<SubjectVerdict> {
  return verifySubject({subject: purl, kind: 'package'}, () => {
    throw undecided('registry-unreachable', `the registry's keys could not be read: ${error.message}`)
  })
}

async function readLockFile(path: string, run: VerifyRun): Promise<LockContent> {
  const {openSource} = await import('../../../sources/open-source.ts')
  await using source = await openSource(path, {...run, exclude: [], offline: true})
  return readLock(source, source.describe().name, run.signal)
}

/** What is installed and cannot be checked is an answer of its own: nothing is left out in silence. */
function gapVerdict({subject, message}: LockGap): Promise<SubjectVerdict> {
  return verifySubject({subject, kind: 'package'}, () => {
    throw undecided('lock-entry', message)
  })
}

function offlineVerdict({purl}: LockedPackage): Promise<SubjectVerdict> {
  return verifySubject({subject: purl, kind: 'package'}, () => {
    throw undecided('registry-unreachable', '--offline: the registry was not asked')
  })
}
