import {dirname, resolve} from 'node:path'
import {AibomError, expected} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {asRecord} from '../../lib/narrow.ts'
import {parseYaml} from '../../lib/parse/yaml.ts'
import {parseCertificates} from '../../trust/certificate-chain.ts'
import type {IdentityRule} from '../../trust/identity.ts'
import {parseIdentityPolicy} from '../../trust/identity-policy.ts'
import {policyLimitBytes} from '../policy/policy-reader.ts'
import {type PolicySigner, readRuleFile, readRuleKeys, signerRulesOf} from '../policy/signer-rules.ts'
import type {VerifyRun} from './options.ts'
import {parsePublisher, type Trust} from './trust.ts'

/** What is included by URL is small. */
const includeSeconds = 60

/** The signers of an identity policy, or of a policy of `aibom check` with all that it includes. */
export async function readSigners(path: string, run: VerifyRun): Promise<PolicySigner[]> {
  const absolutePath = resolve(run.cwd, path)
  const text = readUserFile(absolutePath, path, policyLimitBytes, 'Name a policy in YAML or JSON')
  const value = readYaml(text, path)
  const isIdentityPolicy = Object.keys(asRecord(value) ?? {}).every(key => key === 'version' || key === 'signers')
  if (isIdentityPolicy) return parseIdentityPolicy(value, path).map(rule => ({rule, folder: dirname(absolutePath)}))
  const {openPolicyFile} = await import('../policy/open-policy.ts')
  const {policy} = await openPolicyFile(path, {...run, refresh: false, deadline: includeSeconds})
  return signerRulesOf(policy)
}

/** JSON is YAML. A name that is there twice would be one demand to one reader, and another to the next. */
function readYaml(text: string, path: string): unknown {
  try {
    return parseYaml(text, path, {uniqueKeys: true}).value
  } catch (error) {
    throw new AibomError('AIBOM_POLICY_INVALID', expected(error, AibomError).message, {
      hint: 'Its form: schemas/identity-policy.schema.json',
      cause: error,
    })
  }
}

/** What the flags leave open, as a rule has it. */
export function withRule(trust: Trust, {rule, folder}: PolicySigner, cwd: string): Trust {
  const {publisher} = rule
  return {
    ...trust,
    keys: trust.keys.length > 0 ? trust.keys : readRuleKeys(rule.keys, folder, cwd),
    chain:
      trust.chain.roots.length > 0
        ? trust.chain
        : {...trust.chain, roots: rule.roots.flatMap(path => parseCertificates(readRuleFile(path, folder, cwd), path))},
    identity: filledIdentity(trust.identity, rule),
    publisher: trust.publisher ?? (publisher === undefined ? undefined : parsePublisher(publisher)),
  }
}

/** Who signs, and who vouches for that, are two demands: a flag for the one leaves the other as the policy has it. */
function filledIdentity(flags: IdentityRule, {identity, identityPattern, issuer}: IdentityRule): IdentityRule {
  const isNamed = flags.identity !== undefined || flags.identityPattern !== undefined
  return {...(isNamed ? flags : {identity, identityPattern}), issuer: flags.issuer ?? issuer}
}
