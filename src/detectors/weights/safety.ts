import type {AssetOf} from '../../inventory/asset.ts'
import type {FileSafety} from '../../inventory/file-safety.ts'
import type {Finding} from '../../inventory/finding.ts'
import {keyOf} from '../../inventory/identity.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {examine} from '../../safety/examine.ts'
import {readers} from '../../safety/readers.ts'

/** Findings of one file that go into the BOM; `aibom inspect` lists them all. */
const findingsKept = 20

/** Weights with what their content came to: verdict and coverage as properties, and a finding for each rule that spoke. */
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
  return {asset: {...asset, properties}, findings: findings.slice(0, findingsKept).map(finding => toFinding(finding, asset))}
}

function toFinding({rule, message, member, offset, evidence = ''}: FileSafety['findings'][number], asset: AssetOf<'weights'>): Finding {
  const place = [member, offset === undefined ? undefined : `byte ${offset}`].filter(part => part !== undefined).join(', ')
  return {
    rule,
    asset: keyOf(asset),
    message: place === '' ? message : `${place}: ${message}`,
    evidence: asset.evidence.slice(0, 1),
    fingerprint: sha256Hex(`${rule}\n${keyOf(asset)}\n${member ?? ''}\n${evidence}`).slice(0, 32),
  }
}
