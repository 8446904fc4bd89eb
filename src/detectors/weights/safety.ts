import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence, Scope} from '../../inventory/evidence.ts'
import type {FileSafety} from '../../inventory/file-safety.ts'
import type {Finding} from '../../inventory/finding.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {templateBackdoor} from '../../rules/template-backdoor.ts'
import {templateCondition} from '../../rules/template-condition.ts'
import {templateEscapes} from '../../rules/template-escapes.ts'
import {templateUnread} from '../../rules/template-unread.ts'
import {examine} from '../../safety/examine.ts'
import {readers} from '../../safety/readers.ts'

/** Findings of one file that go into the BOM; `aibom inspect` lists them all. */
const findingsKept = 20

/**
 * Weights with what their content came to: verdict and coverage as properties, and a finding for each rule that spoke.
 */
export interface JudgedWeights {
  readonly asset: AssetOf<'weights'>
  readonly findings: readonly Finding[]
}

/** Judges the bytes of a weight file that is at hand. */
export async function judgeWeights(asset: AssetOf<'weights'>, path: string, bytes: ByteReader): Promise<JudgedWeights> {
  const {verdict, coverage, findings} = await examine(path, bytes, {readers})
  const properties = {
    ...asset.properties,
    'aibom:safety:verdict': [verdict],
    'aibom:safety:covered-bytes': [String(coverage.coveredBytes)],
  }
  return {
    asset: {...asset, properties},
    findings: findings.slice(0, findingsKept).map(finding => toFinding(finding, asset)),
  }
}

const templateRules: ReadonlySet<string> = new Set(
  [templateBackdoor, templateCondition, templateEscapes, templateUnread].map(({id}) => id),
)

/**
 * Findings of chat templates in a file of their own, or in the configuration of a tokenizer: the first of each rule.
 */
export async function judgeTemplates(path: string, text: string, scope: Scope): Promise<Finding[]> {
  if (scope === 'test') return []
  const {findings} = await examine(path, memoryReader(new TextEncoder().encode(text)), {readers})
  const evidence: Evidence = {
    detector: 'weights/template',
    technique: 'syntax',
    path,
    level: 'used',
    scope,
    confidence: 0.95,
  }
  return findings
    .filter(({rule}, at, all) => templateRules.has(rule) && all.findIndex(other => other.rule === rule) === at)
    .map(({rule, message, evidence: what = ''}) => ({
      ...{rule, asset: subjectKey, message: `${path}: ${message}`, evidence: [evidence]},
      fingerprint: sha256Hex(`${rule}\n${path}\n${what}`).slice(0, 32),
    }))
}

function toFinding(
  {rule, message, member, offset, evidence = ''}: FileSafety['findings'][number],
  asset: AssetOf<'weights'>,
): Finding {
  const place = [member, offset === undefined ? undefined : `byte ${offset}`]
    .filter(part => part !== undefined)
    .join(', ')
  return {
    rule,
    asset: keyOf(asset),
    message: place === '' ? message : `${place}: ${message}`,
    evidence: asset.evidence.slice(0, 1),
    fingerprint: sha256Hex(`${rule}\n${keyOf(asset)}\n${member ?? ''}\n${evidence}`).slice(0, 32),
  }
}
