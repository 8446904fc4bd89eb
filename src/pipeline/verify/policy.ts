import {basename, dirname, normalize, resolve} from 'node:path'
import {AibomError, expected} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {asRecord} from '../../lib/narrow.ts'
import {parseYaml} from '../../lib/parse/yaml.ts'
import {parseCertificates} from '../../trust/certificate-chain.ts'
import type {IdentityRule} from '../../trust/identity.ts'
import {parseIdentityPolicy, ruleFor} from '../../trust/identity-policy.ts'
import {policyLimitBytes} from '../policy/policy-reader.ts'
import {type PolicySigner, readRuleFile, readRuleKeys, signerRulesOf} from '../policy/signer-rules.ts'
import type {Requirement, VerifyRun} from './options.ts'
import {parsePublisher, type Trust} from './trust.ts'

/** What is included by URL is small. */
const includeSeconds = 60

/** The trust for something by its names, and what the user demands of it, or else the policy. */
export type TrustFor = (names: readonly string[]) => {
  readonly trust: Trust
  readonly require: Requirement | undefined
  /** what the policy demands, where the user does not say it of every target */
  readonly byRule?: Requirement | undefined
}

/**
 * What the flags say holds for everything; a rule of the policy fills what they leave open.
 * @throws {AibomError} `AIBOM_POLICY_INVALID`, `AIBOM_POLICY_INCLUDE`, and for files that the policy names
 */
export async function policyOf(
  policyPath: string | undefined,
  run: VerifyRun,
  trust: Trust,
  demanded: Requirement | undefined,
): Promise<TrustFor> {
  if (policyPath === undefined) return () => ({trust, require: demanded})
  const signers = await readSigners(policyPath, run)
  const rules = signers.map(({rule}) => rule)
  const trusts = new Map(signers.map(signer => [signer.rule, withRule(trust, signer, run.cwd)]))
  return names => {
    const rule = ruleFor(rules, names)
    return {
      trust: (rule === undefined ? undefined : trusts.get(rule)) ?? trust,
      require: demanded ?? rule?.require,
      byRule: demanded === undefined ? rule?.require : undefined,
    }
  }
}

/** The signers of an identity policy, or of a policy of `aibom check` with all that it includes. */
async function readSigners(path: string, run: VerifyRun): Promise<PolicySigner[]> {
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

function withRule(trust: Trust, {rule, folder}: PolicySigner, cwd: string): Trust {
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

const snapshotPattern =
  /(?:^|[\\/])models--(?=[^\\/]+[\\/]snapshots[\\/][^\\/]+[\\/]?$)([^\\/]+?)--([^\\/]+)[\\/]snapshots[\\/][^\\/]+[\\/]?$/

/** `hf:org/model@revision`: a repository of the hub rather than a path. */
export function isHubTarget(target: string): boolean {
  return /^hf(?:-dataset)?:/i.test(target)
}

/**
 * How a policy may name a target: as it was typed, as the shortest path that leads there, by its file name, and by the
 * repository that a snapshot of the hub's cache is of; a repository of the hub with its revision and without, the
 * scheme in small letters.
 */
export function namesOfTarget(target: string): string[] {
  if (isHubTarget(target)) {
    const named = target.replace(/^[^:]*/, scheme => scheme.toLowerCase())
    return [named, named.replace(/@.*$/s, '')]
  }
  const [, organisation, name] = snapshotPattern.exec(target) ?? []
  const shortest = normalize(target).replace(/(?<=[^/\\])[/\\]$/, '')
  const ofRepository = organisation === undefined ? [] : [`hf:${organisation}/${name}`]
  return [target, shortest, basename(target), ...ofRepository]
}

/** A package as people write it: `pkg:npm/@scope/name`, with its version and without. */
export function namesOfPackage(purl: string): string[] {
  const readable = purl.replace('%40', '@')
  return [readable, readable.replace(/(?<=[^/])@[^/@]*$/, '')]
}
