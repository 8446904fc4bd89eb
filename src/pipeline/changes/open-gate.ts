import {dirname, relative, resolve, sep} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {committedNames} from '../../sources/git-objects/committed-file.ts'
import {
  type OpenedPolicy,
  openCommittedPolicy,
  openFolderPolicy,
  openPolicyFile,
  policyName,
} from '../policy/open-policy.ts'
import {type Baseline, baselineMissing, committedLock, folderLock} from './baseline.ts'
import {committedExcludes} from './committed-excludes.ts'
import {openComparable, type SideOptions} from './open-side.ts'
import {commitOf, type Repository, repositoryOf} from './repository.ts'

/** What a source is held against, and by whose rules. */
export interface GateOptions extends SideOptions {
  /** a source or a BOM, as typed */
  readonly source: string
  /** a lock, a BOM or a source; by default the committed lock; false: nothing, the rules alone */
  readonly baseline?: string | false | undefined
  /** a policy file; by default the committed one */
  readonly policy?: string | undefined
  /** whose lock and policy count: a branch, tag or commit, as the target of a pull request; by default HEAD */
  readonly base?: string | undefined
  readonly online: boolean
}

/** What a source is judged by. */
export interface Gate {
  readonly baseline?: Baseline | undefined
  /** with `base`: the lock that the change itself brings */
  readonly ownLock?: Baseline | undefined
  readonly policy?: OpenedPolicy | undefined
  /** what a configuration file may leave out of the source */
  readonly configured: SideOptions['configured']
  /**
   * Names of the files that a folder of the source has in the commit whose lock and policy count; undefined outside git
   * and where the repository does not hold it.
   */
  readonly namesAt: (folder: string) => ReadonlySet<string> | undefined
  /** of the source within its repository, with `/`; '' at its root, outside git and of a BOM */
  readonly folder: string
  /** for people to know */
  readonly notes: readonly string[]
}

/**
 * Lock and policy: what the user names, else as they are committed, so that a change cannot approve itself; outside git
 * the files of the folder.
 * @throws {AibomError} `AIBOM_BASELINE_MISSING`, `AIBOM_BASE_MISSING` (exit 2), and those of the readers
 */
export async function openGate(options: GateOptions): Promise<Gate> {
  const folder = folderOf(options)
  const repository = kindOfPath(folder) === 'folder' ? repositoryOf(folder) : undefined
  if (options.base !== undefined && repository === undefined) {
    throw new AibomError(
      'AIBOM_USAGE',
      '--base names a commit of the repository that the source is in, and it is in none',
    )
  }
  const commit =
    repository === undefined || options.base === undefined ? repository?.head : commitOf(repository, options.base)
  const place: Place = {folder, repository, commit}
  const locks = await openLocks(options, place)
  const {policy, notes} = await openPolicy(options, place)
  const left = committedExcludes(options, repository, options.base === undefined ? undefined : commit)
  return {
    ...locks,
    policy,
    configured: left.configured,
    namesAt: namesAt(place),
    folder: kindOfPath(resolve(options.cwd, options.source)) === 'file' ? '' : folderWithin(place),
    notes: [...locks.notes, ...notes, ...left.notes],
  }
}

interface Place {
  readonly folder: string
  readonly repository: Repository | undefined
  readonly commit: string | undefined
}

function namesAt({folder, repository, commit}: Place): Gate['namesAt'] {
  if (repository === undefined || commit === undefined) return () => undefined
  const prefix = folderWithin({folder, repository})
  return inner => committedNames(repository.git, commit, [prefix, inner].filter(part => part !== '').join('/'))
}

function folderWithin({folder, repository}: Pick<Place, 'folder' | 'repository'>): string {
  return repository === undefined ? '' : relative(repository.worktree, folder).split(sep).join('/')
}

/** A BOM is held against the lock beside it, a revision (`.#main`) against that of its folder. */
function folderOf({source, cwd}: GateOptions): string {
  const absolutePath = resolve(cwd, source)
  const kind = kindOfPath(absolutePath)
  if (kind !== undefined) return kind === 'file' ? dirname(absolutePath) : absolutePath
  return resolve(cwd, source.split('#', 1)[0] ?? source)
}

async function openLocks(
  options: GateOptions,
  {folder, repository, commit}: Place,
): Promise<Pick<Gate, 'baseline' | 'ownLock' | 'notes'>> {
  const {baseline: named, source, base} = options
  if (named === false) return {notes: []}
  if (named !== undefined) return {baseline: {path: named, side: await openNamed(named, options)}, notes: []}
  if (repository === undefined) {
    const baseline = await folderLock(folder, options)
    if (baseline === undefined) throw baselineMissing(`${source} has no aibom.lock`, source)
    return {baseline, notes: []}
  }
  const baseline = committedLock(folder, repository, commit)
  const ownLock = base === undefined ? undefined : committedLock(folder, repository, repository.head)
  if (baseline !== undefined) return {baseline, ownLock, notes: []}
  if (ownLock === undefined) {
    const inner = folderWithin({folder, repository})
    throw baselineMissing(`${inner === '' ? '' : `${inner}/`}aibom.lock is not committed`, source)
  }
  return {
    baseline: ownLock,
    notes: [`${base} has no aibom.lock yet: this change adds the first one and is compared with it`],
  }
}

/** @throws {AibomError} `AIBOM_BASELINE_MISSING` (exit 2) for a name of nothing; what cannot be reached is another error */
async function openNamed(named: string, options: GateOptions): Promise<Baseline['side']> {
  try {
    return await openComparable(named, options)
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_SOURCE_NOT_FOUND' && error.exit === 2)
      throw baselineMissing(error.message)
    throw error
  }
}

async function openPolicy(
  options: GateOptions,
  {folder, repository, commit}: Place,
): Promise<Pick<Gate, 'policy' | 'notes'>> {
  if (options.policy !== undefined) return {policy: await openPolicyFile(options.policy, options), notes: []}
  if (repository === undefined) return {policy: await openFolderPolicy(folder, options), notes: []}
  const policy = await openCommittedPolicy(folder, repository, commit, options)
  const isLoose = policy === undefined && kindOfPath(resolve(folder, policyName)) === 'file'
  const note = `${policyName} is not committed${options.base === undefined ? '' : ` at ${options.base}`}, so it does not count; to try it: --policy ${policyName}`
  return {policy, notes: isLoose ? [note] : []}
}
