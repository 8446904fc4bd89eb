import {join, resolve} from 'node:path'
import {readBom} from '../../bom/read/read.ts'
import {reportProperty} from '../../bom/reports/read.ts'
import type {HeldReport} from '../../inventory/test-report.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import type {OpenedSide} from '../changes/open-side.ts'
import {readBomText} from '../evidence/read-bom-text.ts'
import {defaultBomName} from '../evidence/status.ts'
import type {OpenedPolicy} from './open-policy.ts'

/** Results of tests, and the BOM that holds them. */
export interface OpenedEvidence {
  /** as the user named it, or where it was looked for */
  readonly path: string
  readonly isThere: boolean
  readonly reports: readonly HeldReport[]
}

interface EvidencePlace {
  /** a source or a BOM, as typed */
  readonly source: string
  /** the BOM that holds evidence, as typed */
  readonly evidence?: string | undefined
  readonly cwd: string
}

/**
 * The evidence that a check judges: of the BOM that the user names, else of the BOM that is checked, else of the BOM in
 * the folder that is checked.
 * @returns undefined where there is none and nobody asks for any
 * @throws {AibomError} `AIBOM_FILE_NOT_FOUND`, `AIBOM_BOM_INVALID` (exit 2)
 */
export function openEvidence(
  {source, evidence, cwd}: EvidencePlace,
  opened: OpenedSide,
  policy: OpenedPolicy | undefined,
): OpenedEvidence | undefined {
  if (evidence !== undefined) return read(evidence, cwd)
  if (opened.form === 'bom') {
    const reports = opened.inventory?.reports ?? []
    return reports.length > 0 || asksForEvidence(policy) ? {path: source, isThere: true, reports} : undefined
  }
  const inside = source === '.' ? defaultBomName : join(source, defaultBomName)
  const isThere = kindOfPath(resolve(cwd, inside)) === 'file'
  if (asksForEvidence(policy)) return isThere ? read(inside, cwd) : {path: inside, isThere, reports: []}
  return isThere && holdsEvidence(readBomText(resolve(cwd, inside), inside)) ? read(inside, cwd) : undefined
}

/** A BOM without the name of what we keep of results need not be parsed. */
function holdsEvidence(text: string): boolean {
  return text.includes(reportProperty)
}

function asksForEvidence(policy: OpenedPolicy | undefined): boolean {
  return policy?.policy.layers.some(({file}) => (file.evidence ?? []).length > 0) === true
}

function read(path: string, cwd: string): OpenedEvidence {
  const {inventory} = readBom(readBomText(resolve(cwd, path), path), path)
  return {path, isThere: true, reports: inventory.reports ?? []}
}
