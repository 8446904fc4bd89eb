import {isOciLayout} from '../../../sources/stores/oci-layout-folder.ts'
import type {TargetKind} from '../target.ts'

/**
 * An OCI layout and cosign's signatures in it: of one artifact (`--image`), or of every one that is no signature
 * itself.
 */
export const ociLayout: TargetKind = {
  answers: ['image', 'manifest', 'predicateTypes'],
  recognise: ({kind, absolutePath}) => kind === 'folder' && isOciLayout(absolutePath),
  async verify({path, absolutePath}, request) {
    const {verifyLayout} = await import('../oci/verify-layout.ts')
    return verifyLayout({folder: absolutePath, shown: path}, request)
  },
}
