import {basename, join} from 'node:path'
import {parse as parseToml} from 'smol-toml'
import type {SourceDescription} from '../inventory/source.ts'
import {AibomError} from '../lib/errors.ts'
import {findGitFolder, readHeadCommit, readRemoteUrl} from './git-folder.ts'
import {repositoryName} from './git-url.ts'
import {readLocalFile} from './local-file.ts'

const manifestLimit = 1024 * 1024
/** Longer ones are no names; control characters have no place in one. */
const namePattern = /^[^\0-\x1f\x7f]{1,300}$/

/**
 * Names a folder: by its git remote, else its package manifest, else itself; with the commit that HEAD stands at. Git is not run.
 * @param root absolute
 */
export function describeFolder(root: string): SourceDescription {
  const git = findGitFolder(root)
  const remote = git && readRemoteUrl(git)
  const revision = git && readHeadCommit(git)
  const manifests = [packageJson(root), pyproject(root)]
  const name = [remote && repositoryName(remote), ...manifests.map(manifest => manifest?.name), basename(root)].find(isName)
  return {scheme: 'dir', name: name ?? 'root', ...(revision !== undefined && {revision}), ...releaseOf(manifests)}
}

/** What one manifest states of its project; none of it is checked yet. */
interface ProjectManifest {
  readonly name: unknown
  readonly version: unknown
  readonly author: unknown
}

/** Version and author of the one manifest that states a version: of two projects in one folder neither speaks for the whole. */
function releaseOf(manifests: readonly (ProjectManifest | undefined)[]): Pick<SourceDescription, 'version' | 'author'> {
  const [only, ...others] = manifests.filter(manifest => isName(manifest?.version))
  if (only === undefined || others.length > 0) return {}
  const {version, author} = only
  return {...(isName(version) && {version}), ...(isName(author) && {author})}
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value)
}

function packageJson(root: string): ProjectManifest | undefined {
  const manifest = parseManifest(root, 'package.json', JSON.parse)
  if (manifest === undefined) return undefined
  const author = memberOf(manifest, 'author')
  return {name: memberOf(manifest, 'name'), version: memberOf(manifest, 'version'), author: withoutAddress(memberOf(author, 'name') ?? author)}
}

function pyproject(root: string): ProjectManifest | undefined {
  const manifest = parseManifest(root, 'pyproject.toml', parseToml)
  if (manifest === undefined) return undefined
  const project = memberOf(manifest, 'project') ?? memberOf(memberOf(manifest, 'tool'), 'poetry')
  const authors = memberOf(project, 'authors')
  const first: unknown = Array.isArray(authors) ? authors[0] : undefined
  return {name: memberOf(project, 'name'), version: memberOf(project, 'version'), author: withoutAddress(memberOf(first, 'name') ?? first)}
}

/** `Name <mail> (site)` → the name. */
function withoutAddress(author: unknown): unknown {
  return typeof author === 'string' ? author.split(/[<(]/, 1)[0]?.trim() : author
}

/** A manifest that cannot be read gives no name here; its own detector says what is wrong with it. */
function parseManifest(root: string, file: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(readLocalFile(file, join(root, file), manifestLimit).toString('utf8'))
  } catch (error) {
    if (error instanceof AibomError || error instanceof Error) return undefined
    throw error
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
}
