import {posix, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import type {Policy} from '../../policy/file/policy.ts'
import type {SignerRule} from '../../trust/identity-policy.ts'
import {readPublicKey, type TrustedKey} from '../../trust/keys/keys.ts'
import {policyLimitBytes} from './policy-reader.ts'

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

/** The keys that a rule names. @throws {AibomError} exit 2 for what is not there or is no key */
export function readRuleKeys(keys: readonly string[], folder: string | undefined, cwd: string): TrustedKey[] {
  return keys.map(path => readPublicKey(readRuleFile(path, folder, cwd), path))
}

/** @throws {AibomError} `AIBOM_POLICY_INVALID` for a policy that was fetched, and has no files */
export function readRuleFile(path: string, folder: string | undefined, cwd: string): string {
  if (folder === undefined)
    throw new AibomError('AIBOM_POLICY_INVALID', `a downloaded policy refers to the file ${path}, but has no folder`, {
      exit: 2,
    })
  return readUserFile(resolve(cwd, folder, path), path, policyLimitBytes, 'Paths in a policy are relative to it')
}
