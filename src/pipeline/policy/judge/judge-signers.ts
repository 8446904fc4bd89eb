import type {Asset} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import type {Verdict} from '../../../inventory/verdict.ts'
import {addTo} from '../../../lib/group.ts'
import {anchoredPattern} from '../../../lib/names/anchored-pattern.ts'
import {redactText} from '../../../lib/redact/text.ts'
import type {Policy} from '../../../policy/file/policy.ts'
import {signatureNotApproved} from '../../../rules/signature-not-approved.ts'
import {ruleFor, type SignerRule} from '../../../trust/identity-policy.ts'
import {aboutAsset, type Judged, toFinding} from '../../changes/judged.ts'
import type {OpenedSide} from '../../changes/open-side.ts'
import {type PolicySigner, readRuleKeys, signerRulesOf} from '../signer-rules.ts'

type Answer = {readonly state: 'wrong' | 'open'; readonly message: string} | undefined

/**
 * Holds the verdicts that a BOM carries (`aibom verify --write`) against the signers of a policy. Nothing is verified
 * here: what nobody verified is open.
 */
export function judgeSigners(policy: Policy, {inventory}: OpenedSide, cwd: string): Judged {
  const signers = new Map(signerRulesOf(policy).map(signer => [signer.rule, withKeys(signer, cwd)]))
  const rules = [...signers.keys()]
  if (inventory === undefined || rules.length === 0) return {findings: [], undecided: []}
  const verdicts = new Map<string, Verdict[]>()
  for (const {asset, verdict} of inventory.verdicts) addTo(verdicts, asset, verdict)
  const answers = inventory.assets.flatMap(asset => {
    const rule = ruleFor(rules, namesOf(asset))
    const signer = rule === undefined ? undefined : signers.get(rule)
    const answer = signer === undefined ? undefined : judge(signer, verdicts.get(keyOf(asset)) ?? [], asset)
    return answer === undefined ? [] : [{asset, ...answer}]
  })
  const {id, name, severity} = signatureNotApproved
  return {
    findings: answers
      .filter(({state}) => state === 'wrong')
      .map(({asset, message}) => toFinding(signatureNotApproved, aboutAsset(asset), message)),
    undecided: answers
      .filter(({state}) => state === 'open')
      .map(({asset, message}) => ({
        rule: id,
        name,
        severity,
        asset: asset.id,
        reason: 'not-evaluated' as const,
        message: redactText(message),
      })),
  }
}

/** A rule, and the digests of the keys that it names. */
interface Signer {
  readonly rule: SignerRule
  /** the files are read once, and only where a signature is asked about */
  readonly keyDigests: () => readonly string[]
}

function withKeys({rule, folder}: PolicySigner, cwd: string): Signer {
  let known: readonly string[] | undefined
  const keyDigests = (): readonly string[] => {
    known ??= readRuleKeys(rule.keys, folder, cwd).map(({digest}) => digest)
    return known
  }
  return {rule, keyDigests}
}

function judge(signer: Signer, verdicts: readonly Verdict[], {kind, name}: Asset): Answer {
  const {require} = signer.rule
  const broken = verdicts.find(({status}) => status === 'invalid')
  if (broken?.status === 'invalid') return {state: 'wrong', message: `${kind} ${name} is invalid: ${broken.message}`}
  const verified = verdicts.flatMap(verdict => (verdict.status === 'verified' ? [verdict] : []))
  const signed = verified.filter(verdict => verdict.signer !== undefined)
  if (signed.some(verdict => isBy(signer, verdict))) return undefined
  const [other] = signed
  if (other !== undefined) return otherSigner(signer.rule, other, `${kind} ${name} is signed by ${other.signer}`)
  if (require === undefined || (require === 'digest' && verified.length > 0)) return undefined
  if (verified.length > 0)
    return {
      state: 'wrong',
      message: `${kind} ${name} is not signed by anybody who was named: its digest alone is right`,
    }
  if (verdicts.some(({status}) => status === 'unsigned'))
    return {state: 'wrong', message: `${kind} ${name} is not signed`}
  return {
    state: 'open',
    message: `nobody verified ${kind} ${name}: aibom verify BOM --artifacts DIR --write FILE does`,
  }
}

type Signed = Extract<Verdict, {status: 'verified'}>

function otherSigner(rule: SignerRule, {key}: Signed, said: string): Answer {
  return namesRootsAlone(rule) && key === undefined
    ? {state: 'open', message: `${said}: a BOM does not say below which root; name identity or identityPattern too`}
    : {state: 'wrong', message: `${said}, whom the policy does not name`}
}

/** Any certificate below some roots: whether it is below one, only verifying tells. */
function namesRootsAlone({identity, identityPattern, keys, roots}: SignerRule): boolean {
  return roots.length > 0 && keys.length === 0 && identity === undefined && identityPattern === undefined
}

/** Where keys are named, one of them must have signed; else whoever has the name, with a certificate of the roots named. */
function isBy({rule, keyDigests}: Signer, {signer = '', key, issuer: voucher}: Signed): boolean {
  const {identity, identityPattern, issuer, keys, roots} = rule
  if (keys.length > 0) return keyDigests().some(digest => digest === key)
  if (roots.length > 0 && isOfNoRoot(rule, key, voucher)) return false
  if (identity !== undefined && identity !== signer) return false
  if (identityPattern !== undefined && !anchoredPattern(identityPattern).test(signer)) return false
  return issuer === undefined || issuer === voucher
}

/** A bare key, or a certificate for which Sigstore vouches though no issuer is asked for. */
function isOfNoRoot(rule: SignerRule, key: string | undefined, voucher: string | undefined): boolean {
  return namesRootsAlone(rule) || key !== undefined || (voucher !== undefined && rule.issuer === undefined)
}

/** As `aibom verify` names them: a package URL as people write it, `hf:org/name`, a path. */
function namesOf({kind, id, purl, version}: Asset): string[] {
  const name = id.slice(id.indexOf(':') + 1)
  const hub = name.startsWith('huggingface/') ? [`hf:${name.slice('huggingface/'.length)}`] : []
  const local = kind === 'weights' || kind === 'model' || kind === 'dataset' ? [name] : []
  const readable = purl === undefined ? [] : [purl.replace('%40', '@')]
  const plain = readable.map(each => each.replace(/[?#].*$/s, ''))
  const bare =
    version === undefined
      ? plain
      : plain.map(each => (each.endsWith(`@${version}`) ? each.slice(0, -version.length - 1) : each))
  return [...readable, ...plain, ...bare, ...hub, ...hub.map(each => `${each}@${version ?? ''}`), ...local]
}
