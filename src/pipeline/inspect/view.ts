import {type FileSafety, worstVerdict} from '../../inventory/file-safety.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {sortedBy} from '../../lib/sort.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {notRecognised} from '../../rules/not-recognised.ts'
import {uncoveredBytes} from '../../rules/uncovered-bytes.ts'
import {CoverageMap} from '../../safety/coverage.ts'
import type {RepositoryView} from '../../safety/repository/view.ts'
import type {Source} from '../../sources/source.ts'
import {type InspectedFile, notRead} from './inspect-file.ts'

/** Text files of a repository that rules ask for are small. */
const textLimitBytes = 10 * 1024 * 1024
/** What readers say of raw data: none knows it, or it is none of a format that its name suggests. */
const rawFindings: ReadonlySet<string> = new Set([notRecognised.id, brokenFile.id, uncoveredBytes.id])
/** Gaps of the walk that stand for a file which a loader would open. */
const unseenCodes: ReadonlySet<string> = new Set([
  'link-outside',
  'link-broken',
  'broken-link',
  'unreadable',
  'name-not-utf8',
])

/**
 * The files of a source together, for the rules that compare them. A file that only such a rule speaks of is listed
 * with it, and so is a link or file that could not be read: what was not looked at is not called safe.
 */
export function openView(
  source: Source,
  entries: readonly FileEntry[],
  inspected: readonly InspectedFile[],
): RepositoryView & {result(): InspectedFile[]} {
  const files = new Map(inspected.map(file => [file.path, file]))
  const byPath = new Map(entries.map(entry => [entry.path, entry]))
  for (const {path, code, message} of source.gaps()) {
    if (path === '' || files.has(path) || byPath.has(path) || !unseenCodes.has(code) || !mayBeModel.test(path)) continue
    files.set(path, notRead({path, byteLength: 0n, known: []}, message))
  }
  return {
    byteLengths: new Map(entries.map(({path, byteLength}) => [path, Number(byteLength)])),
    files,
    linksOut: new Set(source.gaps().flatMap(({path, code}) => (code === 'link-outside' ? [path] : []))),
    isWhole: source.describe().scheme !== 'file',
    text: path => withFile(source, byPath.get(path), BigInt(textLimitBytes), file => file.text(textLimitBytes)),
    bytes: (path, begin, length) =>
      withFile(source, byPath.get(path), undefined, async file =>
        (await file.bytes()).read(BigInt(begin), length).slice(),
      ),
    find(path, {id, severity, verdict}, message, {offset, member, evidence} = {}) {
      const entry = byPath.get(path)
      const file = files.get(path) ?? (entry === undefined ? undefined : {...notRead(entry, ''), findings: []})
      if (file === undefined) return
      const place = {
        ...(member !== undefined && {member}),
        ...(offset !== undefined && {offset}),
        ...(evidence !== undefined && {evidence}),
      }
      const findings = [...file.findings, {rule: id, severity, verdict, message, ...place}]
      files.set(path, {...file, findings, verdict: worstVerdict([file.verdict, verdict])})
    },
    account(path, format, spans) {
      const file = files.get(path)
      if (file === undefined || file.findings.some(({rule}) => !rawFindings.has(rule)) || file.findings.length === 0)
        return
      const map = new CoverageMap(file.coverage.byteLength)
      for (const {begin, end} of spans) map.add(begin, end)
      files.set(path, accounted(file, format, map.result()))
    },
    result: () => sortedBy(files.values(), ({path}) => path),
  }
}

/** Endings of documents and pictures, which no loader of a model opens. */
const mayBeModel = /^(?!.*\.(?:md|rst|txt|png|jpe?g|gif|svg|pdf|html?|css)$)/i

function accounted(file: InspectedFile, format: string, coverage: FileSafety['coverage']): InspectedFile {
  const {id, severity, verdict} = uncoveredBytes
  const findings = coverage.uncovered.map(({begin, end}) => ({
    rule: id,
    severity,
    verdict,
    message: `bytes ${begin} to ${end} of ${coverage.byteLength} belong to no tensor of the files that describe it`,
    offset: begin,
  }))
  return {
    ...file,
    format,
    coverage,
    facts: {},
    findings,
    verdict: worstVerdict(findings.map(finding => finding.verdict)),
  }
}

async function withFile<T>(
  source: Source,
  entry: FileEntry | undefined,
  most: bigint | undefined,
  read: (file: OpenFile) => Promise<T>,
): Promise<T | undefined> {
  if (entry === undefined || (most !== undefined && entry.byteLength > most)) return undefined
  try {
    const file = await source.open(entry.path)
    try {
      return await read(file)
    } finally {
      file.close?.()
    }
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}
