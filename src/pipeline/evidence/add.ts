import {basename, resolve} from 'node:path'
import {conform} from '../../bom/check/conform.ts'
import {validateDocument} from '../../bom/check/validate.ts'
import {parseBom} from '../../bom/read/parse.ts'
import {readBom, readParsedBom} from '../../bom/read/read.ts'
import {withReports} from '../../bom/reports/write.ts'
import {readReports} from '../../evidence/all.ts'
import {redactReport} from '../../evidence/redact-report.ts'
import {type HeldReport, judgedOf, type TestReport} from '../../inventory/test-report.ts'
import {AibomError} from '../../lib/errors.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {rememberSource} from '../../lib/fs/source-memory.ts'
import {realOutputPath, writeWhole} from '../../lib/fs/write-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import {sourceDate} from '../generate/source-date.ts'
import type {OpenInventoryOptions} from '../open-inventory.ts'
import type {EvidenceAddResult} from './add-result.generated.ts'
import {writeStatement} from './attest.ts'
import {bind, type Named} from './bind.ts'
import {fingerprintOf} from './fingerprint.ts'
import {readBomText} from './read-bom-text.ts'
import {type EvidenceBom, openTarget, sourceOf} from './target.ts'

/** What `aibom evidence add` is asked. */
export interface EvidenceAddOptions extends OpenInventoryOptions {
  /** as typed */
  readonly bom: string
  readonly reports: readonly string[]
  /** what was tested; by default as each report says */
  readonly target?: string | undefined
  /** the last day on which the evidence counts, `2027-01-31` */
  readonly expires?: string | undefined
  /** by default the BOM itself */
  readonly output?: string | undefined
  /** file for an in-toto statement */
  readonly attest?: string | undefined
}

const reportLimitBytes = 256 * 1024 * 1024
const dayPattern = /^\d{4}-\d\d-\d\d$/

interface Opened extends EvidenceBom {
  readonly document: Readonly<Record<string, unknown>>
  readonly spec: '1.6' | '1.7'
  readonly refs: ReadonlyMap<string, string>
}

/**
 * `aibom evidence add`: puts what files of results say into a BOM, with what they speak for and all that their answers
 * rest on.
 * @throws {AibomError} `AIBOM_BOM_INVALID`, `AIBOM_BOM_SIGNED`, `AIBOM_REPORT_TARGET`, `AIBOM_ASSET_NOT_FOUND`, and
 *   what the one report ends in
 */
export async function addEvidence(options: EvidenceAddOptions): Promise<EvidenceAddResult> {
  assertDay(options.expires)
  const bom = openBom(options)
  const named = options.target === undefined ? undefined : await openTarget(options.target, bom, options)
  const held: HeldReport[] = []
  const unread: EvidenceAddResult['unread'] = []
  for (const path of options.reports) {
    try {
      held.push(...hold(path, bom, named, options))
    } catch (error) {
      if (!(error instanceof AibomError) || options.reports.length === 1) throw error
      unread.push({file: path, code: error.code, message: error.message})
    }
  }
  const output = options.output ?? options.bom
  if (held.length > 0) await write(output, bom, held, options)
  if (options.attest !== undefined) writeStatement(options.attest, options.cwd, held, bom.inventory)
  return {
    schemaVersion: 1,
    bom: options.bom,
    output: held.length > 0 ? output : null,
    ...(options.attest !== undefined && {statement: options.attest}),
    added: held.map(describe),
    unread,
  }
}

function assertDay(expires: string | undefined): void {
  if (
    expires === undefined ||
    (dayPattern.test(expires) && new Date(`${expires}T00:00:00Z`).toISOString().startsWith(expires))
  )
    return
  throw new AibomError('AIBOM_USAGE', `--expires ${expires} is not a day`, {hint: 'For example --expires 2027-01-31'})
}

/** @throws {AibomError} `AIBOM_BOM_SIGNED`, `AIBOM_BOM_INVALID` */
function openBom({bom: shown, cwd}: EvidenceAddOptions): Opened {
  const path = resolve(cwd, shown)
  const parsed = parseBom(readBomText(path, shown), shown)
  const {document, spec, doubled, xmlSigned} = parsed
  const [twice] = doubled
  if (twice !== undefined)
    throw new AibomError(
      'AIBOM_BOM_INVALID',
      `${shown} has a key twice in one object, ${twice}: two programs read two documents`,
    )
  if (document['signature'] !== undefined || xmlSigned === true) {
    throw new AibomError('AIBOM_BOM_SIGNED', 'a signed BOM is not altered: its signature would not fit any more', {
      hint: 'Add evidence before you sign',
    })
  }
  if (spec !== '1.6' && spec !== '1.7') {
    throw new AibomError(
      'AIBOM_BOM_INVALID',
      `evidence cannot be written into CycloneDX ${spec}: it has claims from 1.6 on`,
      {
        hint: `Write it anew: aibom convert ${shown} --to cyclonedx-1.6 -o new.cdx.json`,
      },
    )
  }
  const {inventory, own, serialNumber, refs} = readParsedBom(parsed, shown)
  return {document, spec, inventory, own, serialNumber, refs, path}
}

/** The reports of one file; those of another BOM keep what they were bound to. */
function hold(path: string, bom: Opened, named: Named | undefined, options: EvidenceAddOptions): HeldReport[] {
  const bytes = readUserBytes(resolve(options.cwd, path), path, reportLimitBytes, '')
  const carried = carriedReports(bytes, path)
  if (carried !== undefined) return carried
  const added = (sourceDate(options.env) ?? new Date(options.now())).toISOString()
  return readReports(basename(path), bytes).map(report => {
    const told = redactReport(report)
    const bound = bind(told, bom.inventory, named)
    const {asset, binding} = bound
    return {
      ...withPromptNote(told, bom),
      ...bound,
      fingerprint: asset === undefined || binding === 'foreign' ? [] : fingerprintOf(bom.inventory, asset, bom.own),
      added,
      ...(options.expires !== undefined && {expires: options.expires}),
    }
  })
}

const bomMark = /"bomFormat"\s{0,20}:\s{0,20}"CycloneDX"/

/** Evidence of an older BOM of the same product: what changed since then shows in its status. */
function carriedReports(bytes: Buffer, path: string): (readonly HeldReport[] & HeldReport[]) | undefined {
  if (!bomMark.test(bytes.subarray(0, 4096).toString('latin1'))) return undefined
  const {reports = []} = readBom(decodeText(bytes), path).inventory
  if (reports.length === 0) throw new AibomError('AIBOM_REPORT_INVALID', `${path} is a BOM without evidence of aibom's`)
  return [...reports]
}

/** A report that brings its system prompt tells whether that is one of ours. */
function withPromptNote(report: TestReport, {inventory}: Opened): TestReport {
  const {systemPromptSha256} = report.target
  if (systemPromptSha256 === undefined) return report
  const known = inventory.assets.some(
    ({kind, digests}) => kind === 'prompt' && digests.some(({hex}) => hex === systemPromptSha256),
  )
  const note = known
    ? 'it was tested with a system prompt of the BOM'
    : 'it was tested with a system prompt that the BOM does not have'
  return {...report, notes: [...report.notes, note]}
}

async function write(
  output: string,
  bom: Opened,
  held: readonly HeldReport[],
  {cwd, cacheFolder, ...options}: EvidenceAddOptions,
): Promise<void> {
  const placed = held.map(({asset, ...report}) => {
    const ref = asset === undefined ? undefined : bom.refs.get(asset)
    return ref === undefined ? report : {...report, asset: ref}
  })
  const version = Number(bom.document['version'] ?? 1) + 1
  const {document} = conform(withReports({...bom.document, version}, placed), bom.spec)
  const [problem] = await validateDocument(document, bom.spec)
  if (problem !== undefined)
    throw new AibomError('AIBOM_BOM_INVALID', `the BOM is not valid: ${problem.pointer} ${problem.message}`)
  const absolutePath = resolve(cwd, output)
  const source = sourceOf(bom, {...options, cwd, cacheFolder})
  writeWhole(absolutePath, toJsonText(document), output)
  if (cacheFolder !== undefined && bom.serialNumber !== undefined && source !== undefined)
    rememberSource(cacheFolder, realOutputPath(absolutePath), bom.serialNumber, source)
}

function describe(report: HeldReport): EvidenceAddResult['added'][number] {
  const {file, tool, toolVersion, kind, state, binding, basis, asset, probes, metrics, fingerprint, expires, notes} =
    report
  const sum = (count: (probe: HeldReport['probes'][number]) => number): number =>
    probes.reduce((total, probe) => total + count(probe), 0)
  return {
    file: file.name,
    tool,
    ...(toolVersion !== undefined && {toolVersion}),
    kind,
    state,
    binding,
    basis,
    ...(asset !== undefined && {asset}),
    probes: probes.length,
    resisted: sum(({resisted = 0}) => resisted),
    failed: sum(({failed}) => failed),
    errored: sum(({errored}) => errored),
    metrics: metrics.length,
    restsOn: fingerprint.length,
    ...(expires !== undefined && {expires}),
    notes: [
      ...notes,
      ...probes.flatMap(probe => (judgedOf(probe) === 0 ? [`${probe.name}: no attempt has a verdict`] : [])),
    ],
  }
}
