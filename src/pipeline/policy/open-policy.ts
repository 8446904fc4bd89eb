import {basename, dirname, relative, resolve, sep} from 'node:path'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {type CompiledRule, compileRules} from '../../policy/cel/own-rules.ts'
import {assertSound} from '../../policy/file/check-policy.ts'
import {loadPolicy} from '../../policy/file/load.ts'
import type {Policy} from '../../policy/file/policy.ts'
import type {Repository} from '../changes/repository.ts'
import {knownRules} from './known-rules.ts'
import {commitReader, folderReader, type PolicyOptions, policyLimitBytes} from './policy-reader.ts'

/** A policy that can be applied: read whole, and its rules checked. */
export interface OpenedPolicy {
  readonly policy: Policy
  readonly rules: readonly CompiledRule[]
  /** as the user named it, or the default */
  readonly path: string
  /** the commit that it was read from */
  readonly commit?: string | undefined
}

/** The policy that is looked for where the user names none. */
export const policyName = 'aibom.policy.yaml'

/**
 * The policy that the user names.
 * @throws {AibomError} `AIBOM_POLICY_INVALID`, `AIBOM_FILE_NOT_FOUND` (exit 2), `AIBOM_POLICY_INCLUDE` (exit 3)
 */
export async function openPolicyFile(path: string, options: PolicyOptions): Promise<OpenedPolicy> {
  const absolutePath = resolve(options.cwd, path)
  const text = readUserFile(absolutePath, path, policyLimitBytes, 'Write one with: aibom policy init')
  const shownFolder = path.slice(0, path.length - basename(path).length)
  const policy = await loadPolicy(text, basename(path), shownFolder, folderReader(dirname(absolutePath), options))
  return sound({policy, path})
}

/**
 * `aibom.policy.yaml` of a folder as a commit has it, so that a change cannot write its own policy.
 * @returns undefined where the commit has none
 */
export async function openCommittedPolicy(
  folder: string,
  {worktree, git}: Repository,
  commit: string | undefined,
  options: PolicyOptions,
): Promise<OpenedPolicy | undefined> {
  if (commit === undefined) return undefined
  const inRepository = relative(worktree, folder).split(sep).join('/')
  const reader = commitReader(git, commit, inRepository, options)
  const text = reader.read(policyName)
  if (text === undefined) return undefined
  const shownFolder = inRepository === '' ? '' : `${inRepository}/`
  const policy = await loadPolicy(text, policyName, shownFolder, reader)
  return sound({policy, path: `${shownFolder}${policyName}`, commit})
}

/** The file of a folder that is in no repository. */
export async function openFolderPolicy(folder: string, options: PolicyOptions): Promise<OpenedPolicy | undefined> {
  if (kindOfPath(resolve(folder, policyName)) !== 'file') return undefined
  const text = readUserFile(resolve(folder, policyName), policyName, policyLimitBytes, '')
  return sound({policy: await loadPolicy(text, policyName, '', folderReader(folder, options)), path: policyName})
}

function sound(opened: Omit<OpenedPolicy, 'rules'>): OpenedPolicy {
  assertSound(opened.policy, knownRules())
  return {...opened, rules: compileRules(opened.policy)}
}
