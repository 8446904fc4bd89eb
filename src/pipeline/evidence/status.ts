import {resolve} from 'node:path'
import {readBom} from '../../bom/read/read.ts'
import type {Change} from '../../drift/compare.ts'
import type {HeldReport} from '../../inventory/test-report.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {dayMs} from '../../lib/time/day.ts'
import {describeChange} from '../changes/diff.ts'
import {type OpenedInventory, type OpenInventoryOptions, openInventory} from '../open-inventory.ts'
import {changesSince} from './fingerprint.ts'
import {readBomText} from './read-bom-text.ts'
import type {EvidenceStatusResult} from './status-result.generated.ts'
import {type EvidenceBom, sourceOf} from './target.ts'

/** What `aibom evidence status` is asked. */
export interface EvidenceStatusOptions extends OpenInventoryOptions {
  /** a BOM with evidence, or the source that has one in it, as typed */
  readonly bom: string
  /** a BOM or a source as it is now */
  readonly against?: string | undefined
}

/** What `generate` writes where it is not told otherwise. */
export const defaultBomName = 'aibom.cdx.json'
const digests = ['sha256'] as const

/** Where a piece of evidence stands now. */
export interface Standing {
  readonly report: HeldReport
  readonly status: 'bound' | 'named' | 'stale' | 'foreign'
  /** what made it stale */
  readonly changes: readonly Change[]
  readonly isExpired: boolean
  /** whole days since the run; undefined where the report does not say when that was */
  readonly ageDays?: number
}

/**
 * `aibom evidence status`: each piece of evidence of a BOM, held against what is there now.
 * @throws {AibomError} `AIBOM_FILE_NOT_FOUND`, `AIBOM_BOM_INVALID`
 */
export async function evidenceStatus(options: EvidenceStatusOptions): Promise<EvidenceStatusResult> {
  const shown = bomOf(options)
  const path = resolve(options.cwd, shown)
  const {inventory, own, serialNumber} = readBom(readBomText(path, shown), shown)
  const bom: EvidenceBom = {inventory, own, serialNumber, path}
  const reports = inventory.reports ?? []
  const against = options.against ?? (shown === options.bom ? sourceOf(bom, options) : options.bom)
  const present: Pick<OpenedInventory, 'inventory' | 'own'> =
    against === undefined || reports.length === 0 ? bom : await openInventory(against, options, digests)
  const evidence = reports.map(report => describe(standingOf(report, present, options.now())))
  const isBad = evidence.some(({status, expired}) => status === 'stale' || expired)
  return {
    schemaVersion: 1,
    bom: shown,
    against: against === undefined ? shown : shownPlace(against, options),
    outcome: isBad ? 'stale' : evidence.length === 0 ? 'none' : 'current',
    evidence,
  }
}

/** A remembered place is absolute, and what the user typed is not told otherwise. */
function shownPlace(against: string, {cwd, against: typed, bom}: EvidenceStatusOptions): string {
  if (typed !== undefined) return typed
  return against === bom
    ? bom
    : against === cwd
      ? '.'
      : against.startsWith(`${cwd}/`)
        ? against.slice(cwd.length + 1)
        : against
}

/** @throws {AibomError} `AIBOM_FILE_NOT_FOUND` for a source without a BOM */
function bomOf({bom, cwd}: EvidenceStatusOptions): string {
  if (kindOfPath(resolve(cwd, bom)) !== 'folder') return bom
  const inside = bom === '.' ? defaultBomName : `${bom.replace(/\/$/, '')}/${defaultBomName}`
  if (kindOfPath(resolve(cwd, inside)) === 'file') return inside
  throw new AibomError('AIBOM_FILE_NOT_FOUND', `${bom} has no ${defaultBomName}, where its evidence would be`, {
    hint: 'Name the BOM: aibom evidence status BOM --against SOURCE',
  })
}

/** @param nowMs the clock, by which evidence grows old */
export function standingOf(
  report: HeldReport,
  present: Pick<OpenedInventory, 'inventory' | 'own'>,
  nowMs: number,
): Standing {
  const changes = report.binding === 'foreign' ? [] : changesSince(report, present)
  const tested = report.ended ?? report.started
  const age = tested === undefined ? Number.NaN : Math.floor((nowMs - Date.parse(tested)) / dayMs)
  return {
    report,
    status: changes.length > 0 ? 'stale' : report.binding,
    changes,
    isExpired: report.expires !== undefined && new Date(nowMs).toISOString().slice(0, 10) > report.expires,
    ...(Number.isFinite(age) && {ageDays: Math.max(0, age)}),
  }
}

function describe({report, status, changes, isExpired, ageDays}: Standing): EvidenceStatusResult['evidence'][number] {
  const {file, tool, toolVersion, kind, state, basis, asset, ended, started, expires} = report
  const tested = ended ?? started
  return {
    file: file.name,
    sha256: file.sha256,
    tool,
    ...(toolVersion !== undefined && {toolVersion}),
    kind,
    run: state,
    status,
    basis,
    ...(asset !== undefined && {asset}),
    ...(tested !== undefined && {tested}),
    ...(ageDays !== undefined && {ageDays}),
    ...(expires !== undefined && {expires}),
    expired: isExpired,
    changes: changes.map(describeChange),
  }
}
