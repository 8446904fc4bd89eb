import type {AssetOf} from '../inventory/asset.ts'
import {AibomError} from '../lib/errors.ts'
import {mapLimited} from '../lib/limit.ts'
import {sortedBy} from '../lib/sort.ts'
import {createNpmRegistry, npmDefaultRegistry} from '../registries/npm/client.ts'
import {createPypiIndex, pypiDefaultIndex} from '../registries/pypi/client.ts'
import {openSource} from '../sources/open-source.ts'
import {undecided} from '../trust/failure.ts'
import {parseRegistryKeys} from '../trust/npm-keys.ts'
import {networkOf} from './network.ts'
import {takeInventory} from './take-inventory.ts'
import {type RegistryTrust, verifyNpmPackage} from './verify-npm-package.ts'
import type {VerifyOptions} from './verify-options.ts'
import {namesOfPackage, type TrustFor} from './verify-policy.ts'
import {verifyPypiPackage} from './verify-pypi-package.ts'
import {type SubjectVerdict, verifySubject} from './verify-subject.ts'
import type {Trust} from './verify-trust.ts'

export type Package = AssetOf<'package'>

/** Requests on their way at a time are bounded by the network; this bounds the packages that wait for them. */
const width = 16
/** seconds for all packages of a lock file */
const deadline = 1800

/** Every package of a lock file against the user's registry: the digest that is locked, who signed it, where it was built. */
export async function verifyLock(path: string, options: VerifyOptions, trustFor: TrustFor): Promise<SubjectVerdict[]> {
  const packages = await readPackages(path, options)
  if (packages.length === 0) throw new AibomError('AIBOM_NOTHING_TO_VERIFY', `${path} locks no package of npm or PyPI`)
  if (options.offline) return Promise.all(packages.map(offlineVerdict))
  const {http} = await networkOf({...options, refresh: false, deadline})()
  const registry = createNpmRegistry(options.registry ?? npmDefaultRegistry, http)
  const index = createPypiIndex(options.index ?? pypiDefaultIndex, http)
  const own = packages.some(isOf('npm')) ? await ownKeys(registry) : []
  const keys = [...trustFor([]).trust.registryKeys, ...own]
  const signs = registry.base === npmDefaultRegistry || own.length > 0
  return mapLimited(packages, width, async locked => {
    const {trust, require: required} = trustFor(namesOfPackage(locked.purl ?? locked.id))
    const npm = {root: trust.root, keys, signs, builder: trust.identity, history: historyOf(options, required)}
    const verdict = isOf('npm')(locked) ? await verifyNpmPackage(locked, registry, npm) : await verifyPypiPackage(locked, index, trust)
    return {...verdict, required}
  })
}

/** All versions of a package are asked for where a provenance is demanded, or the network is wanted. */
function historyOf({online, require}: VerifyOptions, required: VerifyOptions['require']): RegistryTrust['history'] {
  if ((require ?? required) === 'provenance') return 'demanded'
  return online ? 'told' : 'none'
}

/** npm's own keys are shipped and signed; another registry is asked for its own. */
async function ownKeys(registry: ReturnType<typeof createNpmRegistry>): Promise<Trust['registryKeys']> {
  return registry.base === npmDefaultRegistry ? [] : parseRegistryKeys((await registry.keys()) ?? {keys: []})
}

function isOf(ecosystem: Package['facts']['ecosystem']): (locked: Package) => boolean {
  return ({facts}) => facts.ecosystem === ecosystem
}

async function readPackages(path: string, options: VerifyOptions): Promise<Package[]> {
  await using source = await openSource(path, {...options, exclude: [], offline: true})
  const {assets} = await takeInventory(source, {...options, digests: ['sha256'], packages: true, mentions: true, skip: new Set()})
  const packages = assets.flatMap(asset => (asset.kind === 'package' && isLocked(asset) ? [asset] : []))
  return sortedBy(packages, ({purl, id}) => purl ?? id)
}

/** Members of the repository and packages of other places than the registries are nobody's to ask. */
function isLocked({version, facts}: Package): boolean {
  return version !== undefined && facts.local !== true && facts.source === undefined && facts.ecosystem !== 'conda'
}

function offlineVerdict({purl, id}: Package): Promise<SubjectVerdict> {
  return verifySubject({subject: purl ?? id, kind: 'package'}, () => {
    throw undecided('registry-unreachable', '--offline: the registry was not asked')
  })
}
