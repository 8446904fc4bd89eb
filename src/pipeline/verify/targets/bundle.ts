import {dirname, resolve} from 'node:path'
import {isSpdx} from '../../../bom/spdx/recognise.ts'
import {kindOfPath} from '../../../lib/fs/read-file.ts'
import type {UnknownRecord} from '../../../lib/narrow.ts'
import {attempt, TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {toBundle} from '../../../trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../trust/sigstore/sigstore-bundle.ts'
import {artifactOf} from '../artifact.ts'
import {verifyBeside} from '../bom/beside.ts'
import {checkModelForm, modelPredicateOf, verifyModel} from '../model-signature.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, Target, TargetKind} from '../target.ts'

/** A Sigstore bundle; any other file is one that nobody signed. */
export const bundle: TargetKind = {
  answers: ['artifact', 'digests', 'subject', 'predicateTypes'],
  recognise: target => target.kind === 'file',
  async verify(target, request) {
    const content = target.content()
    switch (content.form) {
      case 'object':
        if (isSpdx(content.document)) return [await verifySpdx(target, request)]
        return [await verifyDocument(target, content.document, request)]
      case 'malformed':
        return [await failed(target, content.failure)]
      case 'bytes':
        return [await notSigned(target, 'no signature is beside it: name one as the target, and this as --artifact')]
    }
  },
}

async function verifyDocument(target: Target, document: UnknownRecord, request: Request): Promise<SubjectVerdict> {
  const {claim, run, trust, require} = request
  const parsed = attempt(() => (require === 'form' ? checkForm(document) : toBundle(document)))
  if (parsed instanceof TrustFailure) return failed(target, parsed)
  const isOfFolder = claim.artifact !== undefined && kindOfPath(resolve(run.cwd, claim.artifact)) === 'folder'
  const isModel = modelPredicateOf(parsed) !== undefined || isOfFolder
  if (isModel && claim.digests.length === 0) {
    const folder = claim.artifact ?? dirname(target.path)
    return verifyModel({folder, signaturePath: target.absolutePath, bundle: parsed}, request)
  }
  return verifySubject({subject: claim.artifact ?? target.path, kind: 'bundle'}, async (trail, findings) => {
    const wanted = {artifact: artifactOf(claim, run.cwd), predicateTypes: claim.predicateTypes}
    const {signed, statement} = await verifyBundle(parsed, wanted, trust, trail)
    if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
    return signed
  })
}

function checkForm(document: UnknownRecord): TrustFailure {
  checkModelForm(toBundle(document))
  return undecided('form-only', 'it is well formed; no signature and no bytes were checked')
}

/** SPDX has no place for a signature of its own. */
function verifySpdx(target: Target, request: Request): Promise<SubjectVerdict> {
  return verifySubject({subject: target.path, kind: 'file'}, (trail, findings) =>
    verifyBeside(target, request, trail, findings),
  )
}

function notSigned({path}: Target, message: string): Promise<SubjectVerdict> {
  return verifySubject({subject: path, kind: 'file'}, () => Promise.reject(unsigned(message)))
}

function failed({path}: Target, failure: TrustFailure): Promise<SubjectVerdict> {
  return verifySubject({subject: path, kind: 'bundle'}, () => Promise.reject(failure))
}
