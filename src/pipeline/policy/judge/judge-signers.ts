import type {Asset} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import type {Verdict} from '../../../inventory/verdict.ts'
import {anchoredPattern} from '../../../lib/names/anchored-pattern.ts'
import {redactText} from '../../../lib/redact/text.ts'
import type {Policy} from '../../../policy/file/policy.ts'
import {signatureNotApproved} from '../../../rules/signature-not-approved.ts'
import {ruleFor, type SignerRule} from '../../../trust/identity-policy.ts'
import {aboutAsset, type Judged, toFinding} from '../../changes/judged.ts'
import type {OpenedSide} from '../../changes/open-side.ts'
import {signerRulesOf} from '../signer-rules.ts'

type Answer = {readonly state: 'wrong' | 'open'; readonly message: string} | undefined

/**
 * Holds the verdicts that a BOM carries (`aibom verify --write`) against the signers of a policy. Nothing is verified
 * here: what nobody verified is open.
 */
export function judgeSigners(policy: Policy, {inventory}: OpenedSide): Judged {
  const signers = signerRulesOf(policy).map(({rule}) => rule)
  if (inventory === undefined || signers.length === 0) return {findings: [], undecided: []}
  const verdicts = new Map<string, Verdict[]>()
  for (const {asset, verdict} of inventory.verdicts) verdicts.set(asset, [...(verdicts.get(asset) ?? []), verdict])
  const answers = inventory.assets.flatMap(asset => {
    const rule = ruleFor(signers, namesOf(asset))
    const answer = rule === undefined ? undefined : judge(rule, verdicts.get(keyOf(asset)) ?? [], asset)
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

function judge(rule: SignerRule, verdicts: readonly Verdict[], {kind, name}: Asset): Answer {
  const broken = verdicts.find(({status}) => status === 'invalid')
  if (broken?.status === 'invalid')
    return {state: 'wrong', message: `the signature of ${kind} ${name} is invalid: ${broken.message}`}
  const signed = verdicts.flatMap(verdict => (verdict.status === 'verified' ? [verdict] : []))
  if (signed.some(verdict => isBy(rule, verdict))) return undefined
  const [other] = signed
  if (other !== undefined)
    return {state: 'wrong', message: `${kind} ${name} is signed by ${other.signer}, whom the policy does not name`}
  if (rule.require === undefined) return undefined
  if (verdicts.some(({status}) => status === 'unsigned'))
    return {state: 'wrong', message: `${kind} ${name} is not signed`}
  return {state: 'open', message: `nobody verified ${kind} ${name}: aibom verify BOM --write FILE does`}
}

/** A verdict of a rule that names keys alone was made with them. */
function isBy(
  {identity, identityPattern, issuer}: SignerRule,
  {signer, issuer: voucher}: Extract<Verdict, {status: 'verified'}>,
): boolean {
  if (identity !== undefined && identity !== signer) return false
  if (identityPattern !== undefined && !anchoredPattern(identityPattern).test(signer)) return false
  return issuer === undefined || issuer === voucher
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
