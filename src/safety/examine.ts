import {
  type Coverage,
  type FileLinks,
  type FileSafety,
  type SafetyFinding,
  type SafetyRule,
  type SafetyVerdict,
  worstVerdict,
} from '../inventory/file-safety.ts'
import {type ByteReader, memoryReader, NotFetchedError} from '../lib/byte-reader.ts'
import {AibomError, messageOf} from '../lib/errors.ts'
import type {JsonValue} from '../lib/parse/strict-json.ts'
import {brokenFile} from '../rules/broken-file.ts'
import {configUnread} from '../rules/config-unread.ts'
import {headerLayout} from '../rules/header-layout.ts'
import {hiddenFile} from '../rules/hidden-file.ts'
import {limitReached} from '../rules/limit-reached.ts'
import {notRecognised} from '../rules/not-recognised.ts'
import {readerFailed} from '../rules/reader-failed.ts'
import {twoFormats} from '../rules/two-formats.ts'
import {uncoveredBytes} from '../rules/uncovered-bytes.ts'
import {Budget, depthLimit, LimitReached} from './budget.ts'
import {CoverageMap} from './coverage.ts'
import {Links} from './links.ts'
import {salvage} from './pickle/salvage.ts'
import {probe, sliceReader} from './probe.ts'
import type {Examination, FormatReader, InsideOptions, Place, Probe} from './reader.ts'

/** Findings of one file that are kept; a million members with the same fault say no more. */
const findingsLimit = 1000
/** Rules that say that a file was not read to its end: what is left uncovered then needs no second word. */
const incomplete: ReadonlySet<string> = new Set([
  ...[brokenFile.id, headerLayout.id, limitReached.id, readerFailed.id, notRecognised.id],
])

/** Rules after which the bytes that are left are searched for pickles: a text that ends early, too. */
const searched: ReadonlySet<string> = new Set([...incomplete, configUnread.id])

/** Shared by a file and all that is inside it. */
interface Session {
  readonly readers: readonly FormatReader[]
  readonly budget: Budget
  readonly trustedNames: ReadonlySet<string>
}

/** With which readers a file is looked at, and how much work that may be. */
export interface ExamineOptions {
  readonly readers: readonly FormatReader[]
  readonly budget?: Budget
  /** names that the user's policy lets pickles use beside those of our own list: `module.name` */
  readonly trustedNames?: ReadonlySet<string>
}

/** What one part came to. */
interface Outcome {
  readonly format: string | undefined
  readonly coverage: Coverage
  readonly facts: Readonly<Record<string, JsonValue>>
  readonly findings: readonly SafetyFinding[]
  readonly links: FileLinks | undefined
  readonly isOfNoModel: boolean
}

/**
 * Judges one file by its content.
 * @param path as it is printed; its extension is a hint, never proof
 * @throws {NotFetchedError} for a remote file, whose bytes are then fetched before another try
 */
export async function examine(path: string, bytes: ByteReader, options: ExamineOptions): Promise<FileSafety> {
  const {readers, budget = new Budget(), trustedNames = new Set()} = options
  const {format, coverage, facts, findings, links, isOfNoModel} = await examinePart(
    probe(path, bytes),
    0,
    {readers, budget, trustedNames},
    {},
  )
  const verdict = worstVerdict(findings.map(finding => finding.verdict))
  return {
    path,
    ...(format !== undefined && {format}),
    verdict,
    coverage,
    facts,
    findings,
    ...(links !== undefined && {links}),
    ...(isOfNoModel && {isOfNoModel}),
  }
}

async function examinePart(part: Probe, depth: number, session: Session, options: InsideOptions): Promise<Outcome> {
  const [primary, ...others] = options.as === undefined ? readersOf(part, session.readers) : [options.as]
  const own = new Part(part, depth, session)
  if (primary === undefined) {
    if (options.unrecognised !== 'accept') own.find(notRecognised, 'no reader knows this content')
    else own.cover(0, part.byteLength)
    return own.outcome(undefined)
  }
  await own.run(primary)
  await own.attempt(primary, async () => {
    own.searchBroken(primary)
    await own.examineUncovered()
  })
  for (const other of others) {
    if (primary.carries?.includes(other.format) === true) continue
    own.find(twoFormats, `the file is ${primary.format} and ${other.format} at once`)
    const second = new Part(part, depth, session)
    await second.run(other)
    own.adopt(second.outcome(other.format), '')
  }
  return own.outcome(primary.format)
}

function readersOf(part: Probe, readers: readonly FormatReader[]): FormatReader[] {
  const certain: FormatReader[] = []
  let likely: FormatReader | undefined
  for (const reader of readers) {
    const match = reader.matches(part)
    if (match === 'certain') certain.push(reader)
    else if (match === 'likely') likely ??= reader
  }
  return certain.length > 0 || likely === undefined ? certain : [likely]
}

/** One file or one part inside it, and what was found in it so far. */
class Part implements Examination {
  readonly name: string
  readonly head: Uint8Array
  readonly byteLength: number
  readonly bytes: ByteReader
  readonly budget: Budget
  readonly trustedNames: ReadonlySet<string>
  readonly #probe: Probe
  readonly #depth: number
  readonly #session: Session
  readonly #coverage: CoverageMap
  readonly #facts = new Map<string, JsonValue>()
  readonly #links = new Links()
  readonly #findings: SafetyFinding[] = []
  #format: string | undefined
  #isOfNoModel = false

  constructor(part: Probe, depth: number, session: Session) {
    this.name = part.name
    this.head = part.head
    this.byteLength = part.byteLength
    this.bytes = part.bytes
    this.budget = session.budget
    this.trustedNames = session.trustedNames
    this.#probe = part
    this.#depth = depth
    this.#session = session
    this.#coverage = new CoverageMap(part.byteLength)
  }

  tail(): Uint8Array {
    return this.#probe.tail()
  }

  isOf(format: string): void {
    this.#format = format
  }

  isOfNoModel(): void {
    this.#isOfNoModel = true
  }

  cover(begin: number, end: number): void {
    this.#coverage.add(begin, end)
  }

  describe(path: string, begin: number, end: number): void {
    this.#links.describe(path, begin, end)
  }

  tensor(name: string, shape: readonly (number | bigint)[], type: string): void {
    this.#links.tensor(name, shape, type)
  }

  fact(name: string, value: JsonValue): void {
    this.#facts.set(name, value)
  }

  find({id, severity, verdict}: SafetyRule, message: string, {offset, member, evidence}: Place = {}): void {
    this.#keep({
      rule: id,
      severity,
      verdict,
      message,
      ...(member !== undefined && {member}),
      ...(offset !== undefined && {offset}),
      ...(evidence !== undefined && {evidence}),
    })
  }

  async inside(
    member: string,
    bytes: ByteReader | Uint8Array,
    options: InsideOptions = {},
  ): Promise<{format?: string; verdict: SafetyVerdict}> {
    const depth = this.#depth + 1
    if (depth > depthLimit) throw new LimitReached(`more than ${depthLimit} files inside each other`)
    const reader = bytes instanceof Uint8Array ? memoryReader(bytes) : bytes
    const outcome = await examinePart(probe(member, reader), depth, this.#session, options)
    this.adopt(outcome, member)
    if (options.keepFacts === true) {
      for (const [name, value] of Object.entries(outcome.facts)) this.fact(name, value)
      this.#links.adopt(outcome.links?.tensors ?? new Map())
    }
    return {
      ...(outcome.format !== undefined && {format: outcome.format}),
      verdict: worstVerdict(outcome.findings.map(({verdict}) => verdict)),
    }
  }

  /** Runs one reader. */
  run(reader: FormatReader): Promise<void> {
    return this.attempt(reader, () => reader.read(this))
  }

  /** Runs one step of what a reader began; how it ends is part of what is found. */
  async attempt(reader: FormatReader, step: () => void | Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      if (error instanceof NotFetchedError) throw error
      if (error instanceof LimitReached) this.find(limitReached, `the analysis stopped: ${error.message}`)
      else if (error instanceof AibomError) this.find(brokenFile, error.message)
      else this.find(readerFailed, `the reader of ${reader.format} failed: ${messageOf(error)}`)
    }
  }

  /** What a reader could not follow may still be a pickle to another program. */
  searchBroken(reader: FormatReader): void {
    if (reader.format === 'pickle' || this.#findings.every(({rule}) => !searched.has(rule))) return
    const known = new Set(this.#findings.map(({evidence}) => evidence))
    for (const {begin, end} of this.#coverage.result().uncovered)
      for (const {rule, message, evidence} of salvage(this.bytes, begin, end, this.trustedNames))
        if (!known.has(evidence)) this.find(rule, `among the bytes of the broken file: ${message}`, {evidence})
  }

  /** What no structure accounts for is named; a file of its own before or behind the model is examined too. */
  async examineUncovered(): Promise<void> {
    const {byteLength, uncovered} = this.#coverage.result()
    if (this.#findings.some(({rule}) => incomplete.has(rule))) return
    for (const {begin, end} of uncovered) {
      this.find(uncoveredBytes, `bytes ${begin} to ${end} of ${byteLength} belong to no part of the format`, {
        offset: begin,
      })
      await this.#examineHidden(begin, end)
    }
  }

  adopt({findings}: Outcome, member: string): void {
    for (const finding of findings)
      this.#keep(member === '' ? finding : {...finding, member: joinMember(member, finding.member)})
  }

  outcome(format: string | undefined): Outcome {
    return {
      format: this.#format ?? format,
      coverage: this.#coverage.result(),
      facts: Object.fromEntries(this.#facts),
      findings: this.#findings,
      links: this.#links.result(),
      isOfNoModel: this.#isOfNoModel,
    }
  }

  async #examineHidden(begin: number, end: number): Promise<void> {
    const name = begin === 0 ? 'bytes before the model' : 'bytes behind the model'
    const bytes = sliceReader(this.bytes, begin, end)
    const [reader] = readersOf(probe(name, bytes), this.#session.readers)
    if (begin === 0 && end === this.byteLength) return
    if (reader === undefined) {
      for (const {rule, message, evidence} of salvage(bytes, 0, end - begin, this.trustedNames))
        this.find(rule, message, {member: name, evidence})
      return
    }
    this.find(hiddenFile, `the ${name} are a ${reader.format} file`, {offset: begin, evidence: reader.format})
    await this.inside(name, bytes)
  }

  #keep(finding: SafetyFinding): void {
    if (this.#findings.length < findingsLimit) this.#findings.push(finding)
    else if (this.#findings.every(({verdict}) => verdict !== finding.verdict)) this.#findings.splice(-1, 1, finding)
  }
}

function joinMember(outer: string, inner: string | undefined): string {
  return inner === undefined ? outer : `${outer}/${inner}`
}
