import {sentenceOf} from '../../../drift/sentence.ts'
import {isGuardrail} from '../../../evidence/guardrails.ts'
import type {Asset} from '../../../inventory/asset.ts'
import type {RuleMeta} from '../../../inventory/finding.ts'
import {keyOf, subjectKey} from '../../../inventory/identity.ts'
import type {Inventory} from '../../../inventory/inventory.ts'
import {anchoredPattern} from '../../../lib/names/anchored-pattern.ts'
import {redactText} from '../../../lib/redact/text.ts'
import {listed} from '../../../policy/evidence/answer.ts'
import {judgeEvidence} from '../../../policy/evidence/judge.ts'
import {evidenceExpired} from '../../../rules/evidence-expired.ts'
import {evidenceForeign} from '../../../rules/evidence-foreign.ts'
import {evidenceMissing} from '../../../rules/evidence-missing.ts'
import {evidenceStale} from '../../../rules/evidence-stale.ts'
import {guardrailMissing} from '../../../rules/guardrail-missing.ts'
import {
  aboutAsset,
  aboutSubject,
  type FoundItem,
  fingerprintOf,
  type Judged,
  nothingJudged,
  toFinding,
} from '../../changes/judged.ts'
import {presentTarget} from '../../evidence/fingerprint.ts'
import {isInProduct, restsOn} from '../../evidence/rests-on.ts'
import {type Standing, standingOf} from '../../evidence/status.ts'
import type {OpenedEvidence} from '../open-evidence.ts'
import type {OpenedPolicy} from '../open-policy.ts'

interface Present {
  readonly inventory: Inventory
  readonly own: boolean
}

/** What a judgement about results of tests rests on. */
export interface EvidenceContext {
  readonly present: {readonly inventory?: Inventory | undefined; readonly own: boolean}
  readonly evidence: OpenedEvidence | undefined
  readonly policy: OpenedPolicy | undefined
  readonly nowMs: number
}

/** Something that a policy may ask evidence of. */
interface Tested {
  readonly key: string
  readonly id: string
  readonly label: string
  readonly about: ReturnType<typeof aboutAsset>
}

/**
 * What there is to say of results of tests: which of them do not fit what is there now, and what the policy asks for
 * and is not there.
 */
export function judgeTests({present: {inventory, own}, evidence, policy, nowMs}: EvidenceContext): Judged {
  if (inventory === undefined) return nothingJudged
  const present = {inventory, own}
  const standings = (evidence?.reports ?? []).map(report => standingOf(report, present, nowMs))
  const required = requirementsOf(policy).map(requirement =>
    judgeRequirement(requirement, standings, present, evidence),
  )
  return {
    findings: [
      ...standings.flatMap(standing => misfits(standing, present)),
      ...required.flatMap(({findings}) => findings),
      ...unguarded(policy, present),
    ],
    undecided: required.flatMap(({undecided}) => undecided),
  }
}

function misfits({report, status, changes, isExpired}: Standing, {inventory}: Present): FoundItem[] {
  const about = aboutTarget(report.asset, inventory)
  const {name, sha256} = report.file
  const say = (meta: RuleMeta, message: string): FoundItem => ({
    ...toFinding(meta, about, message),
    fingerprint: fingerprintOf(meta.id, about.asset, sha256),
  })
  const stale = status === 'stale' ? [say(evidenceStale, `${name} is stale: ${listed(changes.map(sentenceOf))}`)] : []
  const foreign = status === 'foreign' ? [say(evidenceForeign, `${name}: ${report.basis}`)] : []
  const expired = isExpired ? [say(evidenceExpired, `${name} counted until ${report.expires ?? ''}`)] : []
  return [...stale, ...foreign, ...expired]
}

function aboutTarget(target: string | undefined, inventory: Inventory): Tested['about'] {
  const key = target === undefined ? undefined : presentTarget(target, inventory)
  const asset = inventory.assets.find(each => keyOf(each) === key)
  return asset === undefined ? aboutSubject(inventory.subject.name) : aboutAsset(asset)
}

type Requirement = Parameters<typeof judgeEvidence>[0]

interface PlacedRequirement {
  readonly requirement: Requirement
  readonly place: string
}

function requirementsOf(policy: OpenedPolicy | undefined): PlacedRequirement[] {
  const layers = policy?.policy.layers ?? []
  return layers.flatMap(layer =>
    (layer.file.evidence ?? []).map((requirement, index) => ({requirement, place: layer.shown(['evidence', index])})),
  )
}

function judgeRequirement(
  {requirement, place}: PlacedRequirement,
  standings: readonly Standing[],
  {inventory}: Present,
  evidence: OpenedEvidence | undefined,
): Judged {
  const tested = matching(requirement.assets, inventory)
  if (tested.length === 0) return nameless(requirement, place)
  const answers = tested.flatMap(asset => {
    const pieces = standings.filter(
      ({report}) => report.asset !== undefined && presentTarget(report.asset, inventory) === asset.key,
    )
    return judgeEvidence(requirement, asset.label, pieces).map(answer => ({...answer, asset}))
  })
  const suffix = evidence?.isThere === false ? `; there is no ${evidence.path} that would hold it` : ''
  return {
    findings: answers
      .filter(({isOpen}) => !isOpen)
      .map(({meta, message, asset}) => ({
        ...toFinding(meta, asset.about, `${message}${suffix} (${place})`),
        fingerprint: fingerprintOf(meta.id, asset.about.asset, JSON.stringify(requirement)),
      })),
    undecided: answers
      .filter(({isOpen}) => isOpen)
      .map(({meta: {id, name, severity}, message, asset}) => ({
        rule: id,
        name,
        severity,
        asset: asset.id,
        reason: 'not-decidable',
        message: redactText(`${message} (${place})`),
      })),
  }
}

/** A name without a star that nothing has is a slip, or the asset is gone: the gate must not stay open. */
function nameless({assets}: Requirement, place: string): Judged {
  const {id, name, severity} = evidenceMissing
  const names = assets.filter(pattern => !pattern.includes('*'))
  const message = `the policy asks for evidence of ${listed(names)}, which is not there (${place})`
  return names.length === 0
    ? nothingJudged
    : {findings: [], undecided: [{rule: id, name, severity, asset: names[0] ?? '', reason: 'not-decidable', message}]}
}

/** Assets of the product that patterns mean, and the product itself. */
function matching(texts: readonly string[], {assets, subject}: Inventory): Tested[] {
  const patterns = texts.map(anchoredPattern)
  const isMeant = (id: string): boolean => patterns.some(pattern => pattern.test(id))
  const whole = {key: subjectKey, id: subjectKey, label: 'the product', about: aboutSubject(subject.name)}
  const found = assets
    .filter(asset => isMeant(asset.id) && isInProduct(asset))
    .map((asset: Asset) => ({
      key: keyOf(asset),
      id: asset.id,
      label: `${asset.kind} ${asset.name}`,
      about: aboutAsset(asset),
    }))
  return isMeant(subjectKey) ? [whole, ...found] : found
}

function unguarded(policy: OpenedPolicy | undefined, {inventory}: Present): FoundItem[] {
  const layers = policy?.policy.layers ?? []
  return layers.flatMap(({file, path}) =>
    matching(file.guardrails ?? [], inventory)
      .filter(({key}) => !restsOn(inventory, key).some(isGuardrail))
      .map(({label, about}) =>
        toFinding(guardrailMissing, about, `${label} has no guardrail that aibom knows, and ${path} asks for one`),
      ),
  )
}
