import type {TargetKind} from '../target.ts'

/**
 * An artifact of a registry: its manifest by digest, and cosign's signatures of it, brought into a layout and verified
 * there.
 */
export const ociRegistry: TargetKind = {
  answers: ['predicateTypes'],
  recognise: ({path}) => /^oci:\/\//i.test(path),
  async verify({path}, request) {
    const {verifyInRegistry} = await import('../oci/verify-registry.ts')
    return verifyInRegistry(path, request)
  },
}
