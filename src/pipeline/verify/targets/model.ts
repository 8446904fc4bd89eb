import {unsigned} from '../../../trust/failure.ts'
import {findModelSignature, verifyModel} from '../model-signature.ts'
import {verifySubject} from '../subject.ts'
import type {TargetKind} from '../target.ts'

/** A model folder, whose signature is found by its content. */
export const model: TargetKind = {
  answers: ['predicateTypes'],
  recognise: target => target.kind === 'folder',
  async verify({path, absolutePath}, request) {
    const signaturePath = findModelSignature(absolutePath)
    if (signaturePath !== undefined)
      return [await verifyModel({folder: path, signaturePath, bundle: undefined}, request)]
    return [
      await verifySubject({subject: path, kind: 'model'}, trail => {
        trail.notCovered.push('every file')
        throw unsigned('no model signature is in the folder')
      }),
    ]
  },
}
