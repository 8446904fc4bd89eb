import {posix} from 'node:path'
import type {Policy} from '../../policy/file/policy.ts'
import type {SignerRule} from '../../trust/identity-policy.ts'

/** A rule about signers, and the folder that its keys are relative to: of a file that was fetched there is none. */
export interface PolicySigner {
  readonly rule: SignerRule
  readonly folder: string | undefined
}

/** The signers of all files of a policy, those of what is included first: the first rule that matches counts. */
export function signerRulesOf({layers}: Policy): PolicySigner[] {
  return layers.flatMap(({file, path}) =>
    (file.signers ?? []).map(({keys = [], roots = [], ...signer}) => ({
      rule: {...signer, keys, roots},
      folder: path.startsWith('https://') ? undefined : posix.dirname(path.replaceAll('\\', '/')),
    })),
  )
}
