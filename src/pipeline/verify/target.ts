import {isUtf8} from 'node:buffer'
import {resolve} from 'node:path'
import {parseXmlBom} from '../../bom/read/parse-xml.ts'
import type {ParsedBom} from '../../bom/read/parsed.ts'
import {isBomHead} from '../../bom/spec/head.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readHead, readUserBytes} from '../../lib/fs/read-file.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {attempt, invalid, TrustFailure} from '../../trust/failure.ts'
import {otherSuffixes, parseSignatureFile} from '../../trust/sigstore/other-formats.ts'
import type {Claim, Requirement, VerifyRun} from './options.ts'
import type {TrustFor} from './policy.ts'
import type {SubjectVerdict} from './subject.ts'
import type {Trust} from './trust.ts'

/** What a file holds. JSON, and a BOM in XML, are parsed once: what was recognised is what is verified. */
export type Content =
  | {readonly form: 'object'; readonly document: UnknownRecord; readonly xml?: ParsedBom}
  | {readonly form: 'unreadable'; readonly failure: TrustFailure}
  | {readonly form: 'bytes'}

/** Something the user named. */
export interface Target {
  /** as typed */
  readonly path: string
  readonly absolutePath: string
  readonly kind: 'file' | 'folder' | 'other' | undefined
  /** of a file; read when first asked for */
  content(): Content
}

/**
 * How a target is verified: the run, and apart from each other whom to believe, what is claimed, and what is demanded.
 */
export interface Request {
  readonly run: VerifyRun
  readonly trust: Trust
  readonly claim: Claim
  readonly require: Requirement | undefined
  /** for targets that hold many subjects, each with a name that the policy may know */
  readonly trustFor: TrustFor
}

/** What a user may ask of a target, and only some kinds of targets can answer. */
export type Asked = keyof Claim | 'artifacts' | 'publisher'

/** A kind of target. */
export interface TargetKind {
  /** what it answers; a question that no target of a call answers is a mistake of the user */
  readonly answers: readonly Asked[]
  recognise(target: Target): boolean
  /** @throws {AibomError} exit 2 for what the user gave and cannot be read */
  verify(target: Target, request: Request): Promise<SubjectVerdict[]>
}

/** A manifest of a million files is some 250 MB of base64. */
export const bundleLimitBytes: number = 256 * 1024 * 1024
/** Names that signatures have beside what they sign, of those that are read. */
export const signatureSuffixes: readonly string[] = [
  ...['.sigstore.json', '.sigstore', '.sig', '.bundle', '.att', '.provenance', '.attestation', '.publish.attestation'],
]
/** Enough to see whether it is JSON or a BOM in XML: white space before it is short. */
const headBytes = 4096

/** Whether a file is a signature by its name. */
export function hasSignatureName(path: string): boolean {
  return [...signatureSuffixes, ...otherSuffixes].some(suffix => path.endsWith(suffix))
}

/** Nothing is read before its content is asked for. */
export function openTarget(path: string, cwd: string): Target {
  const absolutePath = resolve(cwd, path)
  let content: Content | undefined
  return {
    path,
    absolutePath,
    kind: kindOfPath(absolutePath),
    content() {
      content ??= readContent(absolutePath, path)
      return content
    },
  }
}

function readContent(absolutePath: string, path: string): Content {
  const head = readHead(absolutePath, path, headBytes)
  if (looksLikeXmlBom(head)) return readXmlBom(absolutePath, path)
  if (!looksLikeJson(path, head)) return {form: 'bytes'}
  const bytes = readUserBytes(absolutePath, path, bundleLimitBytes, '')
  const json = attempt(() => parseSignatureFile(bytes, path, 'the file'))
  if (json instanceof TrustFailure) return {form: 'unreadable', failure: json}
  const document = asRecord(json)
  if (document !== undefined) return {form: 'object', document}
  return {form: 'unreadable', failure: invalid('bundle-malformed', 'the file is not a JSON object')}
}

function looksLikeXmlBom(head: Buffer): boolean {
  const text = head.toString('utf8')
  return text.trimStart().startsWith('<') && isBomHead(text)
}

function readXmlBom(absolutePath: string, path: string): Content {
  try {
    const bytes = readUserBytes(absolutePath, path, bundleLimitBytes, '')
    if (!isUtf8(bytes)) return {form: 'unreadable', failure: invalid('bundle-malformed', 'the file is not UTF-8 text')}
    const xml = parseXmlBom(bytes.toString('utf8').replace(/^\uFEFF/, ''), path)
    return {form: 'object', document: xml.document, xml}
  } catch (error) {
    if (!(error instanceof AibomError) || error.code !== 'AIBOM_BOM_INVALID') throw error
    return {form: 'unreadable', failure: invalid('bundle-malformed', error.message, error)}
  }
}

/** Weights are not JSON, and may be larger than any memory. */
function looksLikeJson(path: string, head: Buffer): boolean {
  if (hasSignatureName(path) || path.endsWith('.json')) return true
  return /^\s*(?:\{|$)/.test(head.toString('latin1'))
}
