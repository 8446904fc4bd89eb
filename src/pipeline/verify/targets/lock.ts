import type {AssetOf} from '../../../inventory/asset.ts'
import {AibomError} from '../../../lib/errors.ts'
import {mapLimited} from '../../../lib/limit.ts'
import {sortedBy} from '../../../lib/sort.ts'
import {createNpmRegistry, npmDefaultRegistry} from '../../../registries/npm/client.ts'
import {createPypiIndex, pypiDefaultIndex} from '../../../registries/pypi/client.ts'
import {undecided} from '../../../trust/failure.ts'
import {parseRegistryKeys} from '../../../trust/npm-keys.ts'
import {networkOf} from '../../network.ts'
import {type RegistryTrust, verifyNpmPackage} from '../npm-package.ts'
import type {Requirement, VerifyRun} from '../options.ts'
import {namesOfPackage} from '../policy.ts'
import {verifyPypiPackage} from '../pypi-package.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {TargetKind} from '../target.ts'
import type {Trust} from '../trust.ts'

export type Package = AssetOf<'package'>

/** Requests on their way at a time are bounded by the network; this bounds the packages that wait for them. */
const width = 16
/** seconds for all packages of a lock file */
const deadline = 1800

const lockNames: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'deno.lock'],
  ...['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock'],
])
const lockPattern = /^(?:pylock(?:\.[^.]+)?\.toml|.*requirements.*\.txt)$/

/** A lock file, known by its name: every package against the user's registry: the digest that is locked, who signed it, where it was built. */
export const lock: TargetKind = {
  recognise: ({path, kind}) => kind === 'file' && isLockName(path.slice(path.search(/[^\\/]*$/))),
  async verify({path}, {run, require, trustFor}) {
    const packages = await readPackages(path, run)
    if (packages.length === 0) throw new AibomError('AIBOM_NOTHING_TO_VERIFY', `${path} locks no package of npm or PyPI`)
    if (run.offline) return Promise.all(packages.map(offlineVerdict))
    const {http} = await networkOf({...run, refresh: false, deadline})()
    const registry = createNpmRegistry(run.registry ?? npmDefaultRegistry, http)
    const index = createPypiIndex(run.index ?? pypiDefaultIndex, http)
    const own = packages.some(isOf('npm')) ? await ownKeys(registry) : []
    const keys = [...trustFor([]).trust.registryKeys, ...own]
    const signs = registry.base === npmDefaultRegistry || own.length > 0
    return mapLimited(packages, width, async locked => {
      const {trust, require: required} = trustFor(namesOfPackage(locked.purl ?? locked.id))
      const npm = {root: trust.root, keys, signs, builder: trust.identity, history: historyOf(run, require ?? required)}
      const verdict = isOf('npm')(locked) ? await verifyNpmPackage(locked, registry, npm) : await verifyPypiPackage(locked, index, trust)
      return {...verdict, required}
    })
  },
}

function isLockName(name: string): boolean {
  return lockNames.has(name) || lockPattern.test(name)
}

/** All versions of a package are asked for where a provenance is demanded, or the network is wanted. */
function historyOf({online}: VerifyRun, required: Requirement | undefined): RegistryTrust['history'] {
  if (required === 'provenance') return 'demanded'
  return online ? 'told' : 'none'
}

/** npm's own keys are shipped and signed; another registry is asked for its own. */
async function ownKeys(registry: ReturnType<typeof createNpmRegistry>): Promise<Trust['registryKeys']> {
  return registry.base === npmDefaultRegistry ? [] : parseRegistryKeys((await registry.keys()) ?? {keys: []})
}

function isOf(ecosystem: Package['facts']['ecosystem']): (locked: Package) => boolean {
  return ({facts}) => facts.ecosystem === ecosystem
}

async function readPackages(path: string, run: VerifyRun): Promise<Package[]> {
  const [{openSource}, {takeInventory}] = await Promise.all([import('../../../sources/open-source.ts'), import('../../take-inventory.ts')])
  await using source = await openSource(path, {...run, exclude: [], offline: true})
  const {assets} = await takeInventory(source, {...run, digests: ['sha256'], packages: true, mentions: true, skip: new Set()})
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
