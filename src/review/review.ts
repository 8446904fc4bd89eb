import {countBySeverity, severities} from '../inventory/severity.ts'
import {sortedBy} from '../lib/sort.ts'
import {byPolicy} from './by-policy.ts'
import {checkAgents} from './checks/agents.ts'
import {checkCompleteness} from './checks/completeness.ts'
import {checkConsistency} from './checks/consistency.ts'
import {checkCopiedMeasures} from './checks/content/copied-measures.ts'
import {checkCopies} from './checks/content/copies.ts'
import {checkHollow} from './checks/content/hollow.ts'
import {checkDatasets} from './checks/datasets.ts'
import {checkDocumentItself} from './checks/document/check.ts'
import {checkHostedMakers} from './checks/hosted-makers.ts'
import {checkLicences} from './checks/licences.ts'
import {checkLifecycle} from './checks/lifecycle.ts'
import {checkContextLength} from './checks/model/context-length.ts'
import {checkEvidence} from './checks/model/evidence.ts'
import {checkFigures} from './checks/model/figures.ts'
import {checkMeasures} from './checks/model/measures.ts'
import {checkModality} from './checks/model/modality.ts'
import {checkOwnAddresses} from './checks/model/own-addresses.ts'
import {checkQuantization} from './checks/model/quantization.ts'
import {checkShards} from './checks/model/shards.ts'
import {checkModels} from './checks/models.ts'
import {checkHosts} from './checks/names/hosts.ts'
import {checkLetters} from './checks/names/letters.ts'
import {checkPackages} from './checks/names/packages.ts'
import {checkPublishers} from './checks/names/publishers.ts'
import {checkAddresses} from './checks/reach/addresses.ts'
import {checkBoundary} from './checks/reach/boundary.ts'
import {checkOwners} from './checks/reach/owners.ts'
import {checkRegions} from './checks/reach/regions.ts'
import {checkSecrets} from './checks/reach/secrets.ts'
import {checkSensitiveData} from './checks/reach/sensitive-data.ts'
import {checkServices} from './checks/services.ts'
import {checkStatedFindings} from './checks/stated-findings.ts'
import {checkTruth} from './checks/truth.ts'
import type {ReviewContext} from './context.ts'
import {grouped} from './group.ts'
import {lineageOf} from './lineage.ts'
import type {Note} from './notes.ts'
import {judgeProfile} from './profiles/judge.ts'
import type {Profile} from './profiles/profile.ts'
import {questionsOf} from './questions/questions.ts'
import type {ReviewResult} from './review-result.generated.ts'
import {limitRows, metricRows} from './sections/card.ts'
import {fileRows} from './sections/files.ts'
import {identityRows} from './sections/identity.ts'
import {licenceRows} from './sections/licences.ts'
import {agentRows, serviceRows} from './sections/reach.ts'
import {signatureRows} from './sections/signatures.ts'
import {subjectOf, verdictOn} from './verdict.ts'

/** In this order: what a model lacks altogether is told once, and not again by every later check. */
const checks: readonly ((context: ReviewContext) => void)[] = [
  checkTruth,
  checkStatedFindings,
  checkLifecycle,
  checkDocumentItself,
  checkModels,
  checkCompleteness,
  checkConsistency,
  checkOwnAddresses,
  checkEvidence,
  checkQuantization,
  checkContextLength,
  checkModality,
  checkFigures,
  checkMeasures,
  checkShards,
  checkLicences,
  checkDatasets,
  checkSensitiveData,
  checkServices,
  checkBoundary,
  checkOwners,
  checkRegions,
  checkAddresses,
  checkSecrets,
  checkAgents,
  checkHostedMakers,
  checkPublishers,
  checkPackages,
  checkHosts,
  checkLetters,
  checkHollow,
  checkCopies,
  checkCopiedMeasures,
]

/** What was reviewed, and what it was held against. */
export interface ReviewedTarget {
  readonly name: string
  readonly kind: 'bom' | 'source'
  readonly form: string | undefined
  readonly sha256: string | undefined
  readonly heldAgainst: readonly string[]
  readonly notChecked: readonly string[]
  readonly profiles?: readonly Profile[]
}

/** Judges a document by its content and by what is known besides. Pure: the same facts give the same review. */
export function review(context: ReviewContext, target: ReviewedTarget): ReviewResult {
  for (const check of checks) check(context)
  const order = ({severity, rule, subject, message}: Note): string =>
    `${severities.indexOf(severity)}\n${rule}\n${subject}\n${message}`
  const findings = grouped(sortedBy(byPolicy(context.notes.findings, context.effect), order))
  const {name, kind, form, sha256, heldAgainst} = target
  const profiles = (target.profiles ?? []).map(profile => judgeProfile(profile, context))
  return {
    schemaVersion: 1,
    target: {
      name,
      kind,
      ...(form !== undefined && {form}),
      ...(sha256 !== undefined && {sha256}),
      heldAgainst: [...heldAgainst],
    },
    subject: subjectOf(context, name),
    purpose: context.purpose ?? null,
    verdict: verdictOn(findings, context, heldAgainst),
    identity: identityRows(context),
    signatures: signatureRows(context),
    files: fileRows(context),
    licences: licenceRows(context),
    lineage: lineageOf(context),
    services: serviceRows(context),
    agents: agentRows(context),
    metrics: metricRows(context),
    limits: limitRows(context),
    ...(profiles.length > 0 && {profiles}),
    findings,
    questions: questionsOf({findings, profiles}),
    counts: countBySeverity(findings),
    evidence: [...context.notes.evidence],
    notChecked: [...target.notChecked],
  }
}
