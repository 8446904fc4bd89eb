import type {Asset, AssetKind} from '../../inventory/asset.ts'
import type {Finding} from '../../inventory/finding.ts'
import {type Gap, type StepReport, toGapCode} from '../../inventory/gap.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {Verdict} from '../../inventory/verdict.ts'
import {compact} from '../../lib/compact.ts'
import {sortedBy} from '../../lib/sort.ts'
import {parseEvidenceLine, toEvidenceLine} from './evidence.ts'
import type {PropertyBag, PropertyFields} from './properties.ts'
import {formatRecord, parseRecord} from './record.ts'

/** Raised when a name of docs/taxonomy.md changes its meaning. */
export const taxonomyVersion = 1

/** The property that has a verdict. */
export const verdictProperty = 'aibom:verdict'

type Accounted = Pick<Inventory, 'findings' | 'verdicts' | 'gaps' | 'steps' | 'notEntered'>
type VerdictEntry = Inventory['verdicts'][number]

/**
 * What was done, found and not read, in the inventory's own order, as properties of the metadata: an empty BOM never
 * looks like a clean one.
 */
export function accountProperties(inventory: Inventory, refOf: (key: string) => string): PropertyFields {
  return [
    ['aibom:taxonomy', taxonomyVersion],
    ...countProperties(inventory.assets),
    ['aibom:gap', inventory.gaps.map(formatGap)],
    ['aibom:step', inventory.steps.map(formatStep)],
    ['aibom:not-entered', [...inventory.notEntered]],
    ['aibom:finding', inventory.findings.map(finding => formatFinding(finding, refOf))],
    [verdictProperty, inventory.verdicts.map(verdict => formatVerdict(verdict, refOf))],
  ]
}

function countProperties(assets: readonly Asset[]): PropertyFields {
  const counts = new Map<AssetKind, number>()
  for (const {kind} of assets) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [
    ['aibom:count', assets.length],
    ...sortedBy(counts, ([kind]) => kind).map(([kind, count]) => [`aibom:count:${kind}`, count] as const),
  ]
}

function formatGap({path, line, stage, code, message}: Gap): string {
  return formatRecord(Object.entries({path, line, stage, code: toGapCode(code), message}))
}

function formatStep({step, version, status, reason}: StepReport): string {
  return formatRecord(Object.entries({step, version, status, reason}))
}

function formatFinding(finding: Finding, refOf: (key: string) => string): string {
  const {rule, asset, message, fingerprint} = finding
  return formatRecord(
    Object.entries({rule, asset: refOf(asset), message, fingerprint, evidence: finding.evidence.map(toEvidenceLine)}),
  )
}

/** One verdict as the value of `aibom:verdict`. */
export function formatVerdict({asset, verifier, verdict}: VerdictEntry, refOf: (key: string) => string): string {
  const {status, trust, checked, notCovered, signature} = verdict
  return formatRecord(
    Object.entries({
      asset: refOf(asset),
      verifier,
      status,
      trust,
      checked,
      notCovered,
      signature,
      ...decisionOf(verdict),
    }),
  )
}

function decisionOf(verdict: Verdict): Readonly<Record<string, string | undefined>> {
  switch (verdict.status) {
    case 'verified':
      return {
        ...{signer: verdict.signer, key: verdict.key, issuer: verdict.issuer},
        signedAt: verdict.signedAt?.toISOString(),
      }
    case 'invalid':
    case 'unverifiable':
      return {code: verdict.code, message: verdict.message}
    case 'unsigned':
      return {}
  }
}

/** The inverse of {@link accountProperties}. */
export function readAccount(
  bag: PropertyBag,
  keyOf: (ref: string) => string,
  refused: (message: string) => void,
): Accounted {
  const all = <T>(name: string, parse: (one: Reader) => T | undefined): T[] =>
    (bag.texts(name) ?? []).flatMap(text => {
      const parsed = parse(readerOf(text))
      if (parsed === undefined) refused(`property ${name}: ${text}`)
      return parsed ?? []
    })
  bag.texts('aibom:taxonomy')
  return {
    gaps: all('aibom:gap', readGap),
    steps: all('aibom:step', readStep),
    findings: all('aibom:finding', reader => readFinding(reader, keyOf)),
    verdicts: all(verdictProperty, reader => readVerdict(reader, keyOf)),
    notEntered: bag.texts('aibom:not-entered') ?? [],
  }
}

type Reader = {readonly one: (key: string) => string | undefined; readonly all: (key: string) => readonly string[]}

function readerOf(text: string): Reader {
  const record = parseRecord(text)
  return {one: key => record?.get(key)?.[0], all: key => record?.get(key) ?? []}
}

const stages = ['walk', 'extract', 'resolve', 'enrich', 'verify'] as const
const statuses = ['succeeded', 'partial', 'failed', 'skipped'] as const
const rulePattern = /^AIB\d{1,6}$/

function readGap({one}: Reader): Gap | undefined {
  const [path, code, message, line] = [one('path'), one('code'), one('message'), one('line')]
  const stage = stages.find(each => each === one('stage'))
  if (path === undefined || code === undefined || message === undefined || stage === undefined) return undefined
  return compact({path, line: line === undefined ? undefined : Number(line), stage, code: toGapCode(code), message})
}

function readStep({one}: Reader): StepReport | undefined {
  const [step, version, reason] = [one('step'), Number(one('version') ?? Number.NaN), one('reason')]
  const status = statuses.find(each => each === one('status'))
  return step === undefined || status === undefined || Number.isNaN(version)
    ? undefined
    : compact({step, version, status, reason})
}

function readFinding({one, all}: Reader, keyOf: (ref: string) => string): Finding | undefined {
  const [rule, asset, message, fingerprint] = [one('rule'), one('asset'), one('message'), one('fingerprint')]
  if (!isRule(rule) || asset === undefined || message === undefined || fingerprint === undefined) return undefined
  return {
    rule,
    asset: keyOf(asset),
    message,
    evidence: all('evidence').flatMap(line => parseEvidenceLine(line) ?? []),
    fingerprint,
  }
}

function isRule(text: string | undefined): text is Finding['rule'] {
  return text !== undefined && rulePattern.test(text)
}

function readVerdict(reader: Reader, keyOf: (ref: string) => string): VerdictEntry | undefined {
  const [asset, verifier] = [reader.one('asset'), reader.one('verifier')]
  const verdict = toVerdict(reader)
  return asset === undefined || verifier === undefined || verdict === undefined
    ? undefined
    : {asset: keyOf(asset), verifier, verdict}
}

function toVerdict({one, all}: Reader): Verdict | undefined {
  const [status, trust, signer, code, message] = [
    one('status'),
    one('trust'),
    one('signer'),
    one('code'),
    one('message'),
  ]
  if (trust === undefined) return undefined
  const isUnchecked = one('signature') === 'unchecked'
  const base = {
    ...{checked: all('checked'), notCovered: all('notCovered'), trust},
    ...(isUnchecked && {signature: 'unchecked' as const}),
  }
  if (status === 'unsigned') return {...base, status}
  if (status === 'verified') {
    const signedAt = new Date(one('signedAt') ?? Number.NaN)
    return compact({
      ...base,
      status: 'verified' as const,
      signer,
      key: one('key'),
      issuer: one('issuer'),
      signedAt: Number.isNaN(signedAt.getTime()) ? undefined : signedAt,
    })
  }
  if ((status === 'invalid' || status === 'unverifiable') && code !== undefined && message !== undefined)
    return {...base, status, code, message}
  return undefined
}
