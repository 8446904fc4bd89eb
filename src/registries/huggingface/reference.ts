import {AibomError} from '../../lib/errors.ts'

/** A model or data set of the Hugging Face hub. */
export interface HubRepository {
  readonly kind: 'model' | 'dataset'
  /** `org/name`, or one word for the oldest repositories */
  readonly id: string
}

/** A repository at a revision. */
export interface HubReference extends HubRepository {
  /** branch, tag, commit or `refs/pr/1`, as asked for; absent for the head of the default branch */
  readonly revision?: string
}

const segmentPattern = /^[\w](?:[\w.-]{0,94}[\w-])?$/
const revisionPattern = /^[\w][\w./+-]{0,199}$/
const kindsByScheme: Readonly<Record<string, HubRepository['kind']>> = {hf: 'model', 'hf-dataset': 'dataset'}

/**
 * `hf:org/model[@revision]`, `hf-dataset:org/name[@revision]`.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID` for names that the hub does not give: `..`, `#`, `?`, `%`, line breaks,
 *   three parts
 */
export function parseHubReference(text: string): HubReference {
  const colon = text.indexOf(':')
  const kind = kindsByScheme[text.slice(0, colon).toLowerCase()]
  const [id = '', ...revisions] = text.slice(colon + 1).split('@')
  if (kind === undefined || !isHubId(id) || revisions.length > 1) throw invalid(text)
  const [revision] = revisions
  if (revision === undefined) return {kind, id}
  if (!isRevision(revision)) throw invalid(text)
  return {kind, id, revision}
}

/** By form alone: whether the hub has it is not asked. */
export function isHubId(id: string): boolean {
  const segments = id.split('/')
  return segments.length <= 2 && segments.every(segment => segmentPattern.test(segment) && !segment.includes('..'))
}

/** Whether a text may name a branch, tag or commit, and is safe in a URL: no `..`, no empty segment. */
export function isRevision(text: string): boolean {
  return revisionPattern.test(text) && !text.includes('..') && !text.includes('//') && !text.endsWith('/')
}

/** `model acme/tiny-bert`: how messages name it. */
export function nameOf({kind, id}: HubRepository): string {
  return `${kind === 'model' ? 'model' : 'data set'} ${id}`
}

function invalid(text: string): AibomError {
  return new AibomError('AIBOM_SOURCE_INVALID', `${JSON.stringify(text)} is not a repository on the Hub`, {
    hint: 'Write hf:org/model@revision or hf-dataset:org/name@revision',
  })
}
