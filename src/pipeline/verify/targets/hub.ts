import {join} from 'node:path'
import {AibomError} from '../../../lib/errors.ts'
import {withTemporaryFolder} from '../../../lib/fs/temporary-folder.ts'
import {parseHubReference} from '../../../registries/huggingface/reference.ts'
import {invalid, undecided, unsigned} from '../../../trust/failure.ts'
import type {FetchResult} from '../../fetch/result.generated.ts'
import {findModelSignature, verifyModel} from '../model-signature.ts'
import {isHubTarget} from '../policy.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, TargetKind} from '../target.ts'
import {namesSomebody} from '../trust.ts'

/** seconds for all files of a repository, which may be hundreds of gigabytes */
const deadline = 86_400

/**
 * A repository of the hub at one commit: fetched, each file held against its declared digest, then its signature, where
 * it has one.
 */
export const hub: TargetKind = {
  answers: ['predicateTypes'],
  recognise: ({path}) => isHubTarget(path),
  async verify({path: target}, request) {
    const {id} = parseHubReference(target)
    if (request.run.offline) {
      throw new AibomError('AIBOM_OFFLINE', `${target} needs the network, and --offline forbids it`, {
        hint: 'Leave out --offline, or name a folder with the model',
      })
    }
    return withTemporaryFolder('aibom-verify-', async temporary => {
      const {fetchRepository} = await import('../../fetch/fetch.ts')
      const folder = join(temporary, id.split('/').at(-1) ?? 'model')
      try {
        const fetched = await fetchRepository({...request.run, source: target, folder, deadline})
        return await verifyFetched(fetched, request)
      } catch (error) {
        const isUnsafe = error instanceof AibomError && error.code === 'AIBOM_FETCH_UNSAFE'
        const failure = isUnsafe ? invalid('path-unsafe', error.message, error) : error
        return [await verifySubject({subject: target, kind: 'model'}, () => Promise.reject(failure))]
      }
    })
  },
}

async function verifyFetched(fetched: FetchResult, request: Request): Promise<SubjectVerdict[]> {
  const {source, folder, files} = fetched
  const subject = `${source.scheme}:${source.name}@${source.revision}`
  const isWhole = files.every(({status}) => status === 'fetched' || status === 'kept' || status === 'unchecked')
  const signaturePath = isWhole && files.length > 0 ? findModelSignature(folder) : undefined
  if (signaturePath !== undefined && (request.require !== 'digest' || namesSomebody(request.trust))) {
    return [await verifyModel({subject, folder, signaturePath, bundle: undefined}, request)]
  }
  const verdicts = [await verifyUnsigned(subject, fetched, request, signaturePath !== undefined)]
  for (const file of files) verdicts.push(await verifyDeclared(subject, file))
  return verdicts
}

/** The repository as a whole: where digests are all that is asked, the hub's word for each file is its answer. */
function verifyUnsigned(
  subject: string,
  {files}: FetchResult,
  {require}: Request,
  isSigned: boolean,
): Promise<SubjectVerdict> {
  return verifySubject({subject, kind: 'model'}, (trail, findings) => {
    const named = (status: FetchResult['files'][number]['status']): string[] =>
      files.flatMap(file => (file.status === status ? [file.path] : []))
    const [wrong, failed, unchecked] = [named('mismatch'), named('failed'), named('unchecked')]
    if (wrong.length > 0)
      throw invalid('digest-mismatch', `${wrong.length} of ${files.length} files are not what the hub declares`)
    if (failed.length > 0)
      throw undecided('registry-unreachable', `${failed.length} of ${files.length} files could not be fetched`)
    if (require !== 'digest') {
      trail.notCovered.push('every file')
      throw unsigned('the repository contains no model signature')
    }
    if (unchecked.length === files.length) throw undecided('artifact-missing', 'the hub declares no digest of any file')
    findings.level = 'registry-asserted'
    trail.trust.push('the hub, which says the digests')
    trail.checked.push('declared digest of every file')
    trail.notCovered.push(...unchecked, ...(isSigned ? ['the signature in it: no key and nobody is named'] : []))
    return {signer: 'nobody: the hub says these digests'}
  })
}

/** One file against the digest that the hub declares at the commit. */
async function verifyDeclared(
  repository: string,
  {path, status, digest, message}: FetchResult['files'][number],
): Promise<SubjectVerdict> {
  const verdict = await verifySubject({subject: `${repository}/${path}`, kind: 'file'}, (trail, findings) => {
    findings.level = 'registry-asserted'
    trail.trust.push('the hub, which says the digest')
    if (status === 'mismatch') throw invalid('digest-mismatch', message ?? 'its bytes are not those declared')
    if (status === 'failed') throw undecided('registry-unreachable', message ?? 'it could not be fetched')
    if (digest === undefined) throw undecided('artifact-missing', 'the hub declares no digest of it')
    trail.checked.push(`declared digest ${digest}`)
    return {signer: 'nobody: the hub says this digest'}
  })
  return {...verdict, required: 'digest'}
}
