import {dirname, resolve} from 'node:path'
import {isSpdx} from '../../../bom/spdx/recognise.ts'
import {kindOfPath} from '../../../lib/fs/read-file.ts'
import type {UnknownRecord} from '../../../lib/narrow.ts'
import {attempt, TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {toBundle} from '../../../trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../trust/sigstore/sigstore-bundle.ts'
import {artifactOf} from '../artifact.ts'
import {otherBeside, verifyBeside} from '../bom/beside.ts'
import {checkForm, modelPredicateOf, verifyModel} from '../model-signature.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import {hasSignatureName, type Request, type Target, type TargetKind} from '../target.ts'

/** What a bundle has at its top; JSON without any of it is a file like others. */
const bundleFields = ['mediaType', 'verificationMaterial', 'dsseEnvelope', 'messageSignature']

/** Whether a file is neither a signature nor a document of which a signature beside it is known to be. */
export function isPlainFile(target: Target): boolean {
  const content = target.content()
  if (content.form !== 'object') return content.form === 'bytes'
  const isBundle = hasSignatureName(target.path) || bundleFields.some(name => content.document[name] !== undefined)
  return !isBundle && !isSpdx(content.document)
}

/** A Sigstore bundle; any other file is one that nobody signed. */
export const bundle: TargetKind = {
  answers: ['artifact', 'digests', 'subject', 'predicateTypes'],
  recognise: target => target.kind === 'file',
  async verify(target, request) {
    const content = target.content()
    switch (content.form) {
      case 'object':
        if (isSpdx(content.document)) return [await verifySpdx(target, request)]
        if (isPlainFile(target) && !isAskedAsSignature(request)) return [await notSigned(target)]
        return [await verifyDocument(target, content.document, request)]
      case 'unreadable':
        return [await failed(target, content.failure)]
      case 'bytes':
        return [await notSigned(target)]
    }
  },
}

/** Whoever names what it should be of, or asks for its form, says that it is a signature. */
function isAskedAsSignature({claim, require}: Request): boolean {
  return claim.artifact !== undefined || claim.digests.length > 0 || require === 'form'
}

async function verifyDocument(target: Target, document: UnknownRecord, request: Request): Promise<SubjectVerdict> {
  const {claim, run, trust, require} = request
  if (require === 'form') return verifyForm(target, document, request)
  const parsed = attempt(() => toBundle(document))
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

function verifyForm({path}: Target, document: UnknownRecord, {claim}: Request): Promise<SubjectVerdict> {
  return verifySubject({subject: path, kind: 'bundle'}, trail => {
    checkForm(toBundle(document), claim, trail)
    throw undecided('form-only', 'it is well formed; no signature and no bytes were checked')
  })
}

/** SPDX has no place for a signature of its own. */
function verifySpdx(target: Target, request: Request): Promise<SubjectVerdict> {
  return verifySubject({subject: target.path, kind: 'file'}, (trail, findings) =>
    verifyBeside(target, request, trail, findings),
  )
}

function notSigned(target: Target): Promise<SubjectVerdict> {
  const failure =
    otherBeside(target) ?? unsigned('no signature is beside it: name one as the target, and this as --artifact')
  return verifySubject({subject: target.path, kind: 'file'}, () => Promise.reject(failure))
}

function failed({path}: Target, failure: TrustFailure): Promise<SubjectVerdict> {
  return verifySubject({subject: path, kind: 'bundle'}, () => Promise.reject(failure))
}
