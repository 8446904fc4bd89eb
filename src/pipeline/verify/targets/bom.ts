import type {ParsedBom} from '../../../bom/read/parsed.ts'
import {AibomError} from '../../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../../lib/narrow.ts'
import {valueAtPointer} from '../../../lib/parse/json-pointer.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {TrustFailure, undecided} from '../../../trust/failure.ts'
import {signedParts, verifyJsf} from '../../../trust/json/jsf.ts'
import {assertPredicate} from '../artifact.ts'
import {signaturesBeside, verifyBeside} from '../bom/beside.ts'
import type {ComparedFiles} from '../bom/files.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, Target, TargetKind} from '../target.ts'
import type {Trust} from '../trust.ts'

/** A BOM: its own signature (in it, or beside it), and the files that it states against those at hand. */
export const bom: TargetKind = {
  answers: ['pointer', 'predicateTypes', 'artifacts'],
  recognise: target => target.kind === 'file' && documentOf(target) !== undefined,
  async verify(target, request) {
    const {run, claim, trust} = request
    const document = documentOf(target) ?? {}
    if (claim.pointer !== undefined && run.artifacts !== undefined)
      throw new AibomError(
        'AIBOM_USAGE',
        '--pointer asks for a part of the BOM, --artifacts for the whole: give one of them',
      )
    if (claim.pointer !== undefined) return [await verifyPart(target, document, claim.pointer, trust)]
    const compared = run.artifacts === undefined ? undefined : await compare(target, document, run.artifacts, request)
    return [await verifyDocument(target, document, request, compared), ...(compared?.verdicts ?? [])]
  },
}

async function compare(
  target: Target,
  document: UnknownRecord,
  artifacts: string,
  request: Request,
): Promise<ComparedFiles> {
  const [{openArtifacts}, {openFileSignatures}, {compareFiles}] = await Promise.all([
    import('../artifact-folder.ts'),
    import('../bom/file-signatures.ts'),
    import('../bom/files.ts'),
  ])
  const {run} = request
  const folder = await openArtifacts(artifacts, run)
  const bom = {...target, unreadable: xmlOf(target)?.xmlDoubtful ?? []}
  return compareFiles(document, folder, bom, run, openFileSignatures(folder, request))
}

function documentOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  return content.form === 'object' && content.document['bomFormat'] === 'CycloneDX' ? content.document : undefined
}

/** Who wants equal digests alone needs no signature, but files to compare. */
async function verifyDocument(
  target: Target,
  document: UnknownRecord,
  request: Request,
  compared: ComparedFiles | undefined,
): Promise<SubjectVerdict> {
  const isDigestDemand = request.require === 'digest'
  const hasFiles = compared !== undefined && (compared.verdicts.length > 0 || compared.notChecked.length > 0)
  const verdict = await verifySubject({subject: target.path, kind: 'bom'}, async (trail, findings) => {
    trail.notCovered.push(...(compared?.notCovered ?? []))
    findings.notChecked.push(...(compared?.notChecked ?? []))
    try {
      return await verifySignature({target, document}, request, trail, findings)
    } catch (error) {
      const isUnsigned = error instanceof TrustFailure && error.outcome === 'unsigned'
      if (!isDigestDemand || !isUnsigned || hasFiles) throw error
      throw undecided(
        'artifact-missing',
        compared === undefined ? 'nothing to compare it with: give --artifacts DIR' : 'it states no file',
      )
    }
  })
  return {...verdict, isExempt: isDigestDemand && hasFiles}
}

async function verifySignature(
  {target, document}: {readonly target: Target; readonly document: UnknownRecord},
  request: Request,
  trail: Trail,
  findings: Findings,
): Promise<Signed> {
  const hasBeside = signaturesBeside(target).length > 0
  if (document['signature'] !== undefined) {
    assertPredicate(request.claim, undefined)
    if (hasBeside) trail.notCovered.push('the signature beside it: the one in it was verified')
    return verifyJsf(document, request.trust.keys, trail)
  }
  const parts = signedParts(document)
  if (parts.length > 0)
    trail.notCovered.push(`the document as a whole: only ${parts.join(', ')} carry signatures (--pointer)`)
  if (xmlOf(target)?.xmlSigned === true) {
    if (!hasBeside) throw undecided('bundle-unsupported', 'it carries an XML signature, which aibom does not read')
    trail.notCovered.push('the XML signature in it')
  }
  return verifyBeside(target, request, trail, findings)
}

function xmlOf(target: Target): ParsedBom | undefined {
  const content = target.content()
  return content.form === 'object' ? content.xml : undefined
}

/** A part that is signed for itself: a component, a service, a composition. */
function verifyPart(file: Target, document: UnknownRecord, pointer: string, trust: Trust): Promise<SubjectVerdict> {
  const part = partAt(document, pointer)
  if (part === undefined) {
    throw new AibomError('AIBOM_USAGE', `${file.path} has no object at ${JSON.stringify(pointer)}`, {
      hint: 'For example: --pointer /components/0',
    })
  }
  const isWhole = part === document
  return verifySubject({subject: isWhole ? file.path : `${file.path}#${pointer}`, kind: 'bom'}, trail => {
    if (!isWhole) trail.notCovered.push('the rest of the document')
    return verifyJsf(part, trust.keys, trail)
  })
}

/** RFC 6901; `/` means the document too, as people write it. */
function partAt(document: UnknownRecord, pointer: string): UnknownRecord | undefined {
  if (pointer === '' || pointer === '/') return document
  if (!pointer.startsWith('/')) return undefined
  return asRecord(valueAtPointer(document, pointer))
}
