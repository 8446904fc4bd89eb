import {createRequire} from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Sigstore's own packages, each loaded when it is first used: loading them takes longer than all else that verifying a
 * small model does, and a signature by a key without a log entry needs none of them.
 */
export const library = {
  get bundle(): typeof import('@sigstore/bundle') {
    return require('@sigstore/bundle')
  },
  get specs(): typeof import('@sigstore/protobuf-specs') {
    return require('@sigstore/protobuf-specs')
  },
  get verify(): typeof import('@sigstore/verify') {
    return require('@sigstore/verify')
  },
} as const
