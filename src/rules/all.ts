import type {SafetyRule, SafetyVerdict} from '../inventory/file-safety.ts'
import type {RuleMeta, ThreatMeta} from '../inventory/finding.ts'
import {archiveAmbiguousName} from './archive-ambiguous-name.ts'
import {archiveBomb} from './archive-bomb.ts'
import {archiveDamaged} from './archive-damaged.ts'
import {archiveEncrypted} from './archive-encrypted.ts'
import {archiveFlags} from './archive-flags.ts'
import {archivePath} from './archive-path.ts'
import {archiveViewsDiffer} from './archive-views-differ.ts'
import {autoApproved} from './auto-approved.ts'
import {brokenFile} from './broken-file.ts'
import {bytesNotRead} from './bytes-not-read.ts'
import {codeActs} from './code-acts.ts'
import {codeInside} from './code-inside.ts'
import {configUnread} from './config-unread.ts'
import {containerSocket} from './container-socket.ts'
import {fileChanged} from './file-changed.ts'
import {headerLayout} from './header-layout.ts'
import {hiddenFile} from './hidden-file.ts'
import {indexDiffers} from './index-differs.ts'
import {kerasLambda} from './keras-lambda.ts'
import {kerasLoads} from './keras-loads.ts'
import {limitReached} from './limit-reached.ts'
import {mcpUnpinned} from './mcp-unpinned.ts'
import {needsCode} from './needs-code.ts'
import {notRecognised} from './not-recognised.ts'
import {operatorActs} from './operator-acts.ts'
import {pathOutside} from './path-outside.ts'
import {pickleAltersObject} from './pickle-alters-object.ts'
import {pickleComputedName} from './pickle-computed-name.ts'
import {pickleDottedName} from './pickle-dotted-name.ts'
import {pickleInsideData} from './pickle-inside-data.ts'
import {pickleOutsideHelp} from './pickle-outside-help.ts'
import {pickleReadsFile} from './pickle-reads-file.ts'
import {pickleRunsCode} from './pickle-runs-code.ts'
import {pickleUnlistedName} from './pickle-unlisted-name.ts'
import {readerFailed} from './reader-failed.ts'
import {runsAnything} from './runs-anything.ts'
import {targetActs} from './target-acts.ts'
import {templateBackdoor} from './template-backdoor.ts'
import {templateCondition} from './template-condition.ts'
import {templateDiffers} from './template-differs.ts'
import {templateEscapes} from './template-escapes.ts'
import {templateUnread} from './template-unread.ts'
import {tensorOutsideStorage} from './tensor-outside-storage.ts'
import {twoFormats} from './two-formats.ts'
import {uncoveredBytes} from './uncovered-bytes.ts'
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
  runsAnything,
  autoApproved,
  wholeDisk,
  containerSocket,
  mcpUnpinned,
]

const byId: ReadonlyMap<string, RuleMeta | SafetyRule> = new Map(rules.map(rule => [rule.id, rule]))

/** The rule of a finding; undefined for an id of another version. */
export function ruleOf(id: string): RuleMeta | undefined {
  return byId.get(id)
}

/** The best that can be said of a file with a finding of this rule; undefined where the rule is not about the content of a file. */
export function verdictOf(id: string): SafetyVerdict | undefined {
  const rule = byId.get(id)
  return rule !== undefined && 'verdict' in rule ? rule.verdict : undefined
}
