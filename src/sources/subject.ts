import {basename, join} from 'node:path'
import {parse as parseToml} from 'smol-toml'
import type {SourceDescription} from '../inventory/source.ts'
import {AibomError} from '../lib/errors.ts'
import {formatPurl, npmPurl, pypiPurl} from '../lib/names/purl.ts'
import {findGitFolder, readHeadCommit, readRemoteUrl} from './git/folder.ts'
import {repositoryName} from './git/url.ts'
import {readCommitTime} from './git-objects/commit-time.ts'
import {readLocalFile} from './local-file.ts'

const manifestLimit = 1024 * 1024
/** Longer ones are no names; control characters have no place in one. */
const npmNamePattern = /^(?:@[\w~.-]+\/)?[\w~.-]+$/
const pypiNamePattern = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/
const namePattern = /^[^\0-\x1f\x7f]{1,300}$/

/**
 * Names a folder: by its git remote, else its package manifest, else itself; with the commit that HEAD stands at. Git
 * is not run.
 * @param root absolute
 */
export function describeFolder(root: string): SourceDescription {
  const git = findGitFolder(root)
  const remote = git && readRemoteUrl(git)
  const revision = git && readHeadCommit(git)
  const manifests = [packageJson(root), pyproject(root)]
  const name = [remote && repositoryName(remote), ...manifests.map(manifest => manifest?.name), basename(root)].find(
    isName,
  )
  const committed = git && revision && readCommitTime(git, revision)
  const purl = purlOf(manifests) ?? githubPurl(remote, revision)
  return {
    scheme: 'dir',
    name: name ?? 'root',
    ...(revision !== undefined && {revision}),
    ...(committed instanceof Date && {committed: committed.toISOString()}),
    ...(purl !== undefined && {purl}),
    ...releaseOf(manifests),
  }
}

/** What one manifest states of its project; none of it is checked yet. */
interface ProjectManifest {
  readonly name: unknown
  readonly version: unknown
  readonly author: unknown
  readonly ecosystem: 'npm' | 'pypi'
  /** it says that it is published nowhere */
  readonly isPrivate: boolean
}

/**
 * Version and author of the one manifest that states a version: of two projects in one folder neither speaks for the
 * whole.
 */
function releaseOf(manifests: readonly (ProjectManifest | undefined)[]): Pick<SourceDescription, 'version' | 'author'> {
  const [only, ...others] = manifests.filter(manifest => isName(manifest?.version))
  if (only === undefined || others.length > 0) return {}
  const {version, author} = only
  return {...(isName(version) && {version}), ...(isName(author) && {author})}
}

/** Of the one project that its manifest names and does not keep private. */
function purlOf(manifests: readonly (ProjectManifest | undefined)[]): string | undefined {
  const [only, ...others] = manifests.filter(manifest => isName(manifest?.name))
  if (only === undefined || others.length > 0 || only.isPrivate || !isName(only.name)) return undefined
  const version = isName(only.version) ? only.version : undefined
  if (only.ecosystem === 'npm') return npmNamePattern.test(only.name) ? npmPurl(only.name, version) : undefined
  return pypiNamePattern.test(only.name) ? pypiPurl(only.name, version) : undefined
}

/** @see purl-spec types/github-definition.json */
function githubPurl(remote: string | undefined, revision: string | undefined): string | undefined {
  const [, owner, name] =
    /^(?:https:\/\/|ssh:\/\/git@|git@)(?:[^/@]*@)?github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(
      remote ?? '',
    ) ?? []
  if (owner === undefined || name === undefined) return undefined
  return formatPurl({type: 'github', namespace: owner.toLowerCase(), name: name.toLowerCase(), version: revision})
}

function isPrivateProject(project: unknown): boolean {
  const classifiers = memberOf(project, 'classifiers')
  return (
    Array.isArray(classifiers) && classifiers.some(text => typeof text === 'string' && text.startsWith('Private ::'))
  )
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value)
}

function packageJson(root: string): ProjectManifest | undefined {
  const manifest = parseManifest(root, 'package.json', JSON.parse)
  if (manifest === undefined) return undefined
  const author = memberOf(manifest, 'author')
  return {
    name: memberOf(manifest, 'name'),
    version: memberOf(manifest, 'version'),
    author: withoutAddress(memberOf(author, 'name') ?? author),
    ecosystem: 'npm',
    isPrivate: memberOf(manifest, 'private') === true,
  }
}

function pyproject(root: string): ProjectManifest | undefined {
  const manifest = parseManifest(root, 'pyproject.toml', parseToml)
  if (manifest === undefined) return undefined
  const project = memberOf(manifest, 'project') ?? memberOf(memberOf(manifest, 'tool'), 'poetry')
  const authors = memberOf(project, 'authors')
  const first: unknown = Array.isArray(authors) ? authors[0] : undefined
  return {
    name: memberOf(project, 'name'),
    version: memberOf(project, 'version'),
    author: withoutAddress(memberOf(first, 'name') ?? first),
    ecosystem: 'pypi',
    isPrivate: isPrivateProject(project),
  }
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
