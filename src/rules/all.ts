import type {SafetyRule, SafetyVerdict} from '../inventory/file-safety.ts'
import type {RuleMeta, ThreatMeta} from '../inventory/finding.ts'
import {agentNotApproved} from './agent-not-approved.ts'
import {aliasMoved} from './alias-moved.ts'
import {archiveAmbiguousName} from './archive-ambiguous-name.ts'
import {archiveBomb} from './archive-bomb.ts'
import {archiveDamaged} from './archive-damaged.ts'
import {archiveEncrypted} from './archive-encrypted.ts'
import {archiveFlags} from './archive-flags.ts'
import {archivePath} from './archive-path.ts'
import {archiveViewsDiffer} from './archive-views-differ.ts'
import {assetWithoutOwner} from './asset-without-owner.ts'
import {autoApproved} from './auto-approved.ts'
import {behaviorShifted} from './behavior-shifted.ts'
import {blindFile} from './blind-file.ts'
import {brokenFile} from './broken-file.ts'
import {bytesNotRead} from './bytes-not-read.ts'
import {codeActs} from './code-acts.ts'
import {codeInside} from './code-inside.ts'
import {configUnread} from './config-unread.ts'
import {containerSocket} from './container-socket.ts'
import {credentialsPassed} from './credentials-passed.ts'
import {datasetNotApproved} from './dataset-not-approved.ts'
import {datasetOriginUnknown} from './dataset-origin-unknown.ts'
import {datasetRunsCode} from './dataset-runs-code.ts'
import {datasetUnhashed} from './dataset-unhashed.ts'
import {datasetUnpinned} from './dataset-unpinned.ts'
import {declaredNotSeen} from './declared-not-seen.ts'
import {digestDiffers} from './digest-differs.ts'
import {evidenceExpired} from './evidence-expired.ts'
import {evidenceForeign} from './evidence-foreign.ts'
import {evidenceMissing} from './evidence-missing.ts'
import {evidenceStale} from './evidence-stale.ts'
import {evidenceThreshold} from './evidence-threshold.ts'
import {evidenceTooThin} from './evidence-too-thin.ts'
import {fileChanged} from './file-changed.ts'
import {floatingModel} from './floating-model.ts'
import {guardrailMissing} from './guardrail-missing.ts'
import {headerLayout} from './header-layout.ts'
import {hiddenFile} from './hidden-file.ts'
import {hiddenOrder} from './hidden-order.ts'
import {hiddenText} from './hidden-text.ts'
import {hostedAlias} from './hosted-alias.ts'
import {indexDiffers} from './index-differs.ts'
import {instructionsDiffer} from './instructions-differ.ts'
import {invisibleCharacters} from './invisible-characters.ts'
import {kerasLambda} from './keras-lambda.ts'
import {kerasLoads} from './keras-loads.ts'
import {licenseNotApproved} from './license-not-approved.ts'
import {limitReached} from './limit-reached.ts'
import {lookalikeName} from './lookalike-name.ts'
import {mcpServerNotApproved} from './mcp-server-not-approved.ts'
import {mcpUnpinned} from './mcp-unpinned.ts'
import {mixedRegistries} from './mixed-registries.ts'
import {modelDeprecated} from './model-deprecated.ts'
import {modelNotApproved} from './model-not-approved.ts'
import {modelPortPublished} from './model-port-published.ts'
import {modelRetired} from './model-retired.ts'
import {nameDiffers} from './name-differs.ts'
import {needsCode} from './needs-code.ts'
import {noTelemetry} from './no-telemetry.ts'
import {notRecognised} from './not-recognised.ts'
import {oneCredential} from './one-credential.ts'
import {operatorActs} from './operator-acts.ts'
import {originUnknown} from './origin-unknown.ts'
import {otherModelAnswered} from './other-model-answered.ts'
import {pathOutside} from './path-outside.ts'
import {personalEndpoint} from './personal-endpoint.ts'
import {pickleAltersObject} from './pickle-alters-object.ts'
import {pickleBesideSafetensors} from './pickle-beside-safetensors.ts'
import {pickleComputedName} from './pickle-computed-name.ts'
import {pickleDottedName} from './pickle-dotted-name.ts'
import {pickleInsideData} from './pickle-inside-data.ts'
import {pickleOutsideHelp} from './pickle-outside-help.ts'
import {pickleReadsFile} from './pickle-reads-file.ts'
import {pickleRunsCode} from './pickle-runs-code.ts'
import {pickleUnlistedName} from './pickle-unlisted-name.ts'
import {providerContradictsAddress} from './provider-contradicts-address.ts'
import {providerNotApproved} from './provider-not-approved.ts'
import {publicWeights} from './public-weights.ts'
import {readerFailed} from './reader-failed.ts'
import {registryNotApproved} from './registry-not-approved.ts'
import {remoteCode} from './remote-code.ts'
import {remoteCodeUnpinned} from './remote-code-unpinned.ts'
import {runsAnything} from './runs-anything.ts'
import {secretInSource} from './secret-in-source.ts'
import {secretInside} from './secret-inside.ts'
import {sensitiveTrainingData} from './sensitive-training-data.ts'
import {servedWithoutKey} from './served-without-key.ts'
import {serviceNotDescribed} from './service-not-described.ts'
import {signatureNotApproved} from './signature-not-approved.ts'
import {statementDiffers} from './statement-differs.ts'
import {targetActs} from './target-acts.ts'
import {templateBackdoor} from './template-backdoor.ts'
import {templateCondition} from './template-condition.ts'
import {templateDiffers} from './template-differs.ts'
import {templateEscapes} from './template-escapes.ts'
import {templateUnread} from './template-unread.ts'
import {tensorOutsideStorage} from './tensor-outside-storage.ts'
import {toolDefinitionDiffers} from './tool-definition-differs.ts'
import {toolOrders} from './tool-orders.ts'
import {twoFormats} from './two-formats.ts'
import {uncoveredBytes} from './uncovered-bytes.ts'
import {undeclaredAgent} from './undeclared-agent.ts'
import {undeclaredDataSource} from './undeclared-data-source.ts'
import {undeclaredEndpoint} from './undeclared-endpoint.ts'
import {undeclaredMcpServer} from './undeclared-mcp-server.ts'
import {undeclaredModel} from './undeclared-model.ts'
import {undeclaredProvider} from './undeclared-provider.ts'
import {undeclaredTool} from './undeclared-tool.ts'
import {untrustedInSystemPrompt} from './untrusted-in-system-prompt.ts'
import {waiverExpired} from './waiver-expired.ts'
import {weightsDiffer} from './weights-differ.ts'
import {weightsTwice} from './weights-twice.ts'
import {wholeDisk} from './whole-disk.ts'
import {xmlDocumentType} from './xml-document-type.ts'

/** Every rule, by id. */
export const rules: readonly (RuleMeta | SafetyRule | ThreatMeta)[] = [
  notRecognised,
  uncoveredBytes,
  brokenFile,
  limitReached,
  readerFailed,
  twoFormats,
  bytesNotRead,
  hiddenFile,
  fileChanged,
  pickleRunsCode,
  pickleComputedName,
  pickleDottedName,
  pickleUnlistedName,
  pickleAltersObject,
  pickleInsideData,
  pickleOutsideHelp,
  pickleReadsFile,
  tensorOutsideStorage,
  archiveViewsDiffer,
  archiveDamaged,
  archiveFlags,
  archiveEncrypted,
  archivePath,
  archiveAmbiguousName,
  archiveBomb,
  codeInside,
  headerLayout,
  templateEscapes,
  templateBackdoor,
  templateCondition,
  templateUnread,
  templateDiffers,
  needsCode,
  operatorActs,
  pathOutside,
  codeActs,
  targetActs,
  configUnread,
  indexDiffers,
  kerasLambda,
  kerasLoads,
  xmlDocumentType,
  nameDiffers,
  weightsTwice,
  weightsDiffer,
  statementDiffers,
  secretInside,
  hiddenText,
  invisibleCharacters,
  hiddenOrder,
  toolOrders,
  untrustedInSystemPrompt,
  datasetUnpinned,
  datasetUnhashed,
  datasetOriginUnknown,
  datasetRunsCode,
  sensitiveTrainingData,
  secretInSource,
  servedWithoutKey,
  modelPortPublished,
  publicWeights,
  personalEndpoint,
  assetWithoutOwner,
  oneCredential,
  floatingModel,
  remoteCode,
  remoteCodeUnpinned,
  pickleBesideSafetensors,
  lookalikeName,
  mixedRegistries,
  digestDiffers,
  originUnknown,
  hostedAlias,
  modelRetired,
  modelDeprecated,
  blindFile,
  runsAnything,
  autoApproved,
  wholeDisk,
  containerSocket,
  mcpUnpinned,
  credentialsPassed,
  providerNotApproved,
  modelNotApproved,
  datasetNotApproved,
  licenseNotApproved,
  registryNotApproved,
  agentNotApproved,
  mcpServerNotApproved,
  signatureNotApproved,
  waiverExpired,
  undeclaredProvider,
  undeclaredModel,
  undeclaredTool,
  undeclaredMcpServer,
  undeclaredDataSource,
  undeclaredAgent,
  undeclaredEndpoint,
  aliasMoved,
  declaredNotSeen,
  instructionsDiffer,
  toolDefinitionDiffers,
  providerContradictsAddress,
  otherModelAnswered,
  serviceNotDescribed,
  noTelemetry,
  behaviorShifted,
  evidenceMissing,
  evidenceStale,
  evidenceForeign,
  evidenceExpired,
  evidenceTooThin,
  evidenceThreshold,
  guardrailMissing,
]

const byId: ReadonlyMap<string, RuleMeta | SafetyRule> = new Map(rules.map(rule => [rule.id, rule]))

/** The rule of a finding; undefined for an id of another version. */
export function ruleOf(id: string): RuleMeta | undefined {
  return byId.get(id)
}

/**
 * The best that can be said of a file with a finding of this rule; undefined where the rule is not about the content of
 * a file.
 */
export function verdictOf(id: string): SafetyVerdict | undefined {
  const rule = byId.get(id)
  return rule !== undefined && 'verdict' in rule ? rule.verdict : undefined
}
