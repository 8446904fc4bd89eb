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
  const name = [remote && repositoryName(remote), packageJsonName(root), pyprojectName(root), basename(root)].find(isName)
  return {scheme: 'dir', name: name ?? 'root', ...(revision !== undefined && {revision})}
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value)
}

function packageJsonName(root: string): unknown {
  return memberOf(parseManifest(root, 'package.json', JSON.parse), 'name')
}

function pyprojectName(root: string): unknown {
  const manifest = parseManifest(root, 'pyproject.toml', parseToml)
  return memberOf(memberOf(manifest, 'project'), 'name') ?? memberOf(memberOf(memberOf(manifest, 'tool'), 'poetry'), 'name')
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
