import type {ParsedBom} from '../../bom/read/parsed.ts'
import {AibomError} from '../../lib/errors.ts'
import type {SignatureVerdict} from '../../review/context.ts'
import {verify} from '../verify/verify.ts'
import type {ReviewOptions} from './options.ts'

/**
 * What `aibom verify` says of the BOM when nobody is trusted: whether it is signed, and whether the signature can be
 * right.
 */
export async function signatureOf(
  {document, form, xmlSigned}: ParsedBom,
  options: ReviewOptions,
): Promise<SignatureVerdict> {
  if (form === 'xml')
    return xmlSigned === true
      ? {status: 'unverifiable', message: 'it carries an XML signature, which aibom does not verify'}
      : {status: 'unsigned', message: 'it carries no signature'}
  try {
    const {subjects} = await verify({
      ...options,
      targets: [options.target],
      trust: {keys: [], roots: [], chain: []},
      claim: {digests: [], predicateTypes: []},
      strict: false,
      online: false,
      offline: true,
      ignore: [],
      artifacts: undefined,
    })
    const [subject] = subjects
    if (subject === undefined) return {status: 'unverifiable', message: 'it could not be verified'}
    const {status, message = '', signer, code} = subject
    // what cannot be read as a signed text is a fault of the document, which is told as such
    if (status === 'invalid' && code === 'bundle-malformed' && document['signature'] === undefined)
      return {status: 'unverifiable', message}
    const hint = status === 'unverifiable' ? '. Verify it with the vendor’s key: aibom verify --key' : ''
    return {status, message: `${message}${hint}`, signer}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {status: 'unverifiable', message: error.message}
  }
}
