import type {Evidence} from '../../inventory/evidence.ts'
import type {Finding} from '../../inventory/finding.ts'
import {subjectKey} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Detector, DetectorContext} from '../detector.ts'
import {agentFlags} from './agent-flags.ts'
import {agentOptions} from './agent-options.ts'
import {fetched} from './fetched.ts'
import {distinct, type Hit, type Scanner} from './hit.ts'
import {mixedLetters} from './mixed-letters.ts'
import {mounts} from './mounts.ts'
import {packageIndexes} from './package-indexes.ts'
import {publishedWeights} from './published-weights.ts'
import {startedContainers} from './started-containers.ts'
import {staticWeights} from './static-weights.ts'

/** Larger files are data or bundles. */
const limitBytes = 1024n * 1024n
/** Hits of one file; a generated one has thousands that say no more. */
const hitLimit = 50
const scanners: readonly Scanner[] = [
  agentFlags,
  agentOptions,
  fetched,
  mixedLetters,
  mounts,
  packageIndexes,
  publishedWeights,
  staticWeights,
  startedContainers,
]
/** Names of files that hold what others made. */
const otherNames = /(?:^|[-.])lock\b|\.lock$|\.min\.|\.map$/

/**
 * Settings, scripts and calls by which AI gets at more than it should, or others at the AI; each a finding at its
 * place, and no asset.
 */
export const hazards: Detector = {
  id: 'hazards',
  version: 1,
  finds: [],
  required: isRead,
  extract,
}

function isRead({path, byteLength}: FileEntry): boolean {
  return byteLength <= limitBytes && !otherNames.test(path) && scanners.some(({reads}) => reads(path))
}

/** Files that cannot be read are gaps of the detectors that list what is in them. */
async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction> {
  const {path} = file
  if (context.scopeOf(path) !== 'product') return {assets: []}
  try {
    const text = await file.text(Number(limitBytes))
    const hits = scanners.flatMap(({reads, hint, find}) => (reads(path) && hint.test(text) ? find(text, path) : []))
    return {
      assets: [],
      findings: distinct(hits)
        .slice(0, hitLimit)
        .map(hit => toFinding(hit, path)),
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: []}
  }
}

function toFinding({rule, line, message, fact}: Hit, path: string): Finding {
  const evidence: Evidence = {
    detector: 'hazards',
    technique: 'syntax',
    path,
    line,
    level: 'configured',
    scope: 'product',
    confidence: 0.9,
  }
  return {
    rule: rule.id,
    asset: subjectKey,
    message: `${path}: ${message}`,
    evidence: [evidence],
    fingerprint: sha256Hex(`${rule.id}\n${path}\n${fact}`).slice(0, 32),
  }
}
