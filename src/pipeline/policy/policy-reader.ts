import {join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {realOutputPath} from '../../lib/fs/write-file.ts'
import {keptTexts} from '../../lib/text/kept-text.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {PolicyReader} from '../../policy/file/load.ts'
import type {GitFolder} from '../../sources/git/folder.ts'
import {readCommittedFile} from '../../sources/git-objects/committed-file.ts'
import {Inside} from '../../sources/inside.ts'
import {networkOf} from '../network.ts'
import type {RunContext} from '../run-context.ts'

/** What reading a policy needs of the machine and the user. */
export interface PolicyOptions extends RunContext {
  /** includes by URL are fetched only then; what is kept of them counts always */
  readonly online: boolean
  readonly offline: boolean
  readonly refresh: boolean
  readonly deadline: number
}

/** The largest policy that is read: 1 MiB. */
export const policyLimitBytes = 1024 * 1024

/** Reads what lies in a folder; links do not lead out of it. */
export function folderReader(folder: string, options: PolicyOptions): PolicyReader {
  const inside = new Inside(realOutputPath(folder))
  return {
    read(path) {
      const absolutePath = resolveInside(inside, path)
      if (absolutePath === undefined || kindOfPath(absolutePath) !== 'file') return undefined
      return readUserFile(absolutePath, path, policyLimitBytes, '')
    },
    fetch: (url, sha256) => fetchPolicy(url, sha256, options),
  }
}

/** Reads what a commit has in a folder; a link in it is no file. */
export function commitReader(git: GitFolder, commit: string, folder: string, options: PolicyOptions): PolicyReader {
  return {
    read(path) {
      const content = readCommittedFile(git, commit, folder === '' ? path : `${folder}/${path}`)
      return content === undefined || content.length > policyLimitBytes ? undefined : decodeText(content)
    },
    fetch: (url, sha256) => fetchPolicy(url, sha256, options),
  }
}

function resolveInside(inside: Inside, path: string): string | undefined {
  try {
    return inside.resolve(path)
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}

async function fetchPolicy(url: string, sha256: string, options: PolicyOptions): Promise<string> {
  const kept = keptTexts(options.cacheFolder === undefined ? undefined : join(options.cacheFolder, 'policies'))
  const found = kept.get(sha256)
  if (found !== undefined) return found
  if (options.offline || !options.online) {
    throw includeError(
      `the policy includes ${url}, which was not fetched yet`,
      'Fetch it once with: aibom policy test --online',
    )
  }
  const {http} = await networkOf(options)()
  const response = await http.send({url: new URL(url), limitBytes: policyLimitBytes})
  if (response.status !== 200)
    throw includeError(
      `${url} answered with HTTP status ${response.status}`,
      'Is the address right, and open to everybody?',
    )
  const text = Buffer.from(response.bytes).toString('utf8')
  kept.put(text)
  return text
}

function includeError(message: string, hint: string): AibomError {
  return new AibomError('AIBOM_POLICY_INCLUDE', message, {hint, exit: 3})
}
