import {resolve} from 'node:path'
import {type CheckedDocument, checkParsed} from '../../bom/check/check-document.ts'
import {parseAnyBom, parseBom} from '../../bom/read/parse.ts'
import type {ParsedBom} from '../../bom/read/parsed.ts'
import {readParsedBom} from '../../bom/read/read.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readHead, readUserBytes} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import {endOf} from '../../policy/threats/drift/lifecycle.ts'
import {withPolicy} from '../../review/by-policy.ts'
import {filesByRegistry} from '../../review/checks/model/registry-files.ts'
import type {Artifact, RegistryAnswer, ReviewContext, SignatureVerdict} from '../../review/context.ts'
import {openNotebook} from '../../review/notes.ts'
import {withDeclarations} from '../../review/profiles/declarations.ts'
import type {Profile} from '../../review/profiles/profile.ts'
import {type VendorAnswer, withAnswers} from '../../review/questions/answers.ts'
import {answersIn} from '../../review/questions/declared.ts'
import {review} from '../../review/review.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {sideBySide} from '../../review/side-by-side.ts'
import {unreadable} from '../../review/unreadable.ts'
import {viewOf} from '../../review/view.ts'
import {dayOf} from '../generate/source-date.ts'
import type {OpenedPolicy} from '../policy/open-policy.ts'
import {type OpenedAnswers, openAnswers} from './answers.ts'
import {type ChangesAgainst, changesAgainst} from './changes.ts'
import {writeCopy} from './copy-with.ts'
import {answerIn, askRegistries, holdAgainstFolder} from './hold-against.ts'
import type {ReviewOptions} from './options.ts'
import {answerOf, effectOf, openPolicyOf} from './policy.ts'
import {openProfiles} from './profiles.ts'
import {signatureOf} from './signature.ts'

const limitBytes = 256 * 1024 * 1024
const headBytes = 4096

/** What is judged: the document, and what is known besides. */
interface Material {
  readonly parsed: ParsedBom
  readonly checked: CheckedDocument
  readonly isOwn: boolean
  readonly artifacts: readonly Artifact[]
}

/** What the user gives to hold it against. */
interface Given {
  readonly policy: OpenedPolicy | undefined
  readonly profiles: readonly Profile[]
  readonly replies: OpenedAnswers
}

/**
 * `aibom review`: what a buyer needs to know of a BOM, a folder or a model. What cannot be read is a review too, that
 * says so.
 * @throws {AibomError} exit 2 for what the user mistyped
 */
export async function reviewTarget(options: ReviewOptions): Promise<ReviewResult> {
  const absolutePath = resolve(options.cwd, options.target)
  const isFile = kindOfPath(absolutePath) === 'file'
  const given = {
    policy: await openPolicyOf(options),
    profiles: await openProfiles(options),
    replies: openAnswers(options),
  }
  if (isFile && isNamedAsDocument(options.target)) return reviewBom(absolutePath, options, given)
  const head = isFile ? decodeText(readHead(absolutePath, options.target, headBytes)) : undefined
  if (head !== undefined && beginsDocument(head)) return reviewBom(absolutePath, options, given)
  const otherForm = head === undefined ? undefined : otherFormOf(head)
  if (otherForm !== undefined) return unreadable(options.target, 'bom', otherForm, options.purpose)
  try {
    return await reviewSource(options, given)
  } catch (error) {
    if (!(error instanceof AibomError) || (error.exit === 2 && !isRegistryError(error))) throw error
    return unreadable(
      options.target,
      'source',
      `${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}`,
      options.purpose,
    )
  }
}

/** What a registry does not have is no slip of the keyboard: the name is what is reviewed. */
function isRegistryError({code}: AibomError): boolean {
  return /^AIBOM_(?:HUB_(?!ENDPOINT)|OCI_|HTTP_)/.test(code)
}

function isNamedAsDocument(shown: string): boolean {
  return (
    /\.(?:json|xml|cdx)$/i.test(shown) &&
    !/(?:^|[\\/])(?:config|tokenizer|generation_config|package)\.json$/.test(shown)
  )
}

function beginsDocument(head: string): boolean {
  return /^\s{0,4096}[{<]/.test(head) && /bomFormat|specVersion|cyclonedx|spdx/i.test(head)
}

/** Why a file is no BOM that can be read, where its first bytes tell. */
function otherFormOf(head: string): string | undefined {
  if (head === '') return 'it is empty'
  return /^SPDXVersion:/m.test(head) ? 'it is SPDX in tag-value form: ask for it in JSON' : undefined
}

async function reviewBom(absolutePath: string, options: ReviewOptions, given: Given): Promise<ReviewResult> {
  const {target} = options
  const bytes = readUserBytes(absolutePath, target, limitBytes, 'Name a BOM, a folder or a model')
  const sha256 = sha256Hex(bytes)
  const parsed = parse(decodeText(bytes), target)
  if (typeof parsed === 'string') return unreadable(target, 'bom', parsed, options.purpose, sha256)
  const checked = await checkParsed(parsed)
  const signature = await signatureOf(parsed, options)
  return judge({parsed, checked, isOwn: false, artifacts: []}, options, {...given, sha256, signature})
}

function parse(text: string, path: string): ParsedBom | string {
  try {
    return parseAnyBom(text, path)
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_BOM_INVALID') return error.message
    throw error
  }
}

/** The thing itself: our own BOM of it, and the inventory that it came from. */
async function reviewSource(options: ReviewOptions, given: Given): Promise<ReviewResult> {
  const {generateSourceBom} = await import('../generate/generate.ts')
  const {document, result} = await generateSourceBom({...options, source: options.target})
  const parsed = parseBom(document, options.target)
  const {inventory} = readParsedBom(parsed, options.target)
  if (inventory.assets.length === 0 && kindOfPath(resolve(options.cwd, options.target)) === 'file')
    return unreadable(options.target, 'source', 'it is no BOM, and holds no model that aibom knows', options.purpose)
  const isRegistry = options.target.includes(':') && kindOfPath(resolve(options.cwd, options.target)) === undefined
  const artifact: Artifact = {shown: options.target, source: isRegistry ? 'registry' : 'artifact', inventory}
  const checked = await checkParsed(parsed)
  const answers = result.gaps.flatMap(answerIn)
  const told = new Set(answers.map(({message}) => message))
  const gaps = result.gaps
    .filter(({message}) => !told.has(message))
    .map(({path, message}) => `${path === '' ? options.target : path}: ${message}`)
  return judge({parsed, checked, isOwn: true, artifacts: [artifact]}, options, {...given, gaps, answers})
}

interface Besides extends Given {
  readonly sha256?: string
  readonly signature?: SignatureVerdict
  readonly gaps?: readonly string[]
  readonly answers?: readonly RegistryAnswer[]
}

async function judge(material: Material, options: ReviewOptions, besides: Besides): Promise<ReviewResult> {
  const {parsed, checked, isOwn, artifacts} = material
  const view = viewOf(parsed.document)
  const folder = await holdAgainstFolder(parsed, options)
  const registries = isOwn ? undefined : await askRegistries(view, options)
  const known = [...artifacts, ...(folder?.artifacts ?? []), ...(registries?.artifacts ?? [])]
  const effect = besides.policy === undefined ? undefined : effectOf(besides.policy, dayOf(options))
  const context: ReviewContext = {
    effect,
    view,
    notes: openNotebook(linesOf(material)),
    problems: isOwn ? [] : checked.problems,
    isOwn,
    isSpdx: parsed.spdxProblems !== undefined,
    files: [...filesByRegistry(view, registries?.artifacts ?? []), ...(folder?.files ?? [])],
    artifacts: known,
    answers: besides.answers ?? registries?.answers ?? [],
    signature: besides.signature,
    purpose: options.purpose,
    endOf: (provider, model) => endOf(provider, model, dayOf(options)),
    nowMs: options.now(),
  }
  const judged = review(context, {
    name: options.target,
    kind: isOwn ? 'source' : 'bom',
    form: isOwn ? undefined : formOf(parsed),
    sha256: besides.sha256,
    heldAgainst: known.map(({shown}) => shown),
    profiles: besides.profiles,
    notChecked: [...(isOwn ? [] : missedOf(folder, registries)), ...checked.notChecked, ...(besides.gaps ?? [])],
  })
  const result = await finished(judged, {material, besides, effect}, options)
  if (options.declarations !== undefined)
    writeCopy(withDeclarations(parsed.document, result), options.declarations, options.cwd)
  return options.compare === undefined ? result : compared(result, options.compare, options)
}

/**
 * The other candidate is judged by the same profiles and policy, on what it states alone; a lock is not a candidate.
 */
async function compared(result: ReviewResult, other: string, options: ReviewOptions): Promise<ReviewResult> {
  const changes = await changesOrNothing(other, options)
  if (changes?.form === 'lock') return {...result, changes: changes.result}
  const alone = {artifacts: undefined, declarations: undefined, answers: undefined, compare: undefined}
  const there = await reviewTarget({...options, ...alone, target: other})
  // of what could not be read nothing is new and nothing gone
  const isRead = there.verdict.answer !== 'unreadable'
  return {
    ...result,
    ...(isRead && changes !== undefined && {changes: changes.result}),
    comparison: sideBySide(result, there),
  }
}

/** Undefined for a BOM that cannot be read: its own review says why. */
async function changesOrNothing(other: string, options: ReviewOptions): Promise<ChangesAgainst | undefined> {
  try {
    return await changesAgainst(other, options)
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_BOM_INVALID') return undefined
    throw error
  }
}

interface Finishing {
  readonly material: Material
  readonly besides: Besides
  readonly effect: ReturnType<typeof effectOf> | undefined
}

/** The review with what the vendor and the policy say. */
async function finished(
  judged: ReviewResult,
  {material, besides, effect}: Finishing,
  options: ReviewOptions,
): Promise<ReviewResult> {
  const {parsed} = material
  const result = answered(judged, besides.replies, answersIn(parsed.document, linesOf(material)))
  if (besides.policy === undefined || effect === undefined) return result
  const answer = await answerOf(besides.policy, readParsedBom(parsed, options.target), options)
  return withPolicy(result, {...answer, waived: [...effect.waived, ...answer.waived]})
}

/** What the vendor answers now goes before what the BOM has from an earlier time. */
function answered(
  judged: ReviewResult,
  {answers, problems}: OpenedAnswers,
  earlier: readonly VendorAnswer[],
): ReviewResult {
  const {result, strays} = withAnswers(judged, [...answers, ...earlier])
  const lost = strays.map(({reference, evidence: {place, line}}) => {
    return `${place}, line ${line}: ${reference} is not a question of this review: name the profiles that it was asked with`
  })
  return {...result, notChecked: [...result.notChecked, ...problems, ...lost]}
}

function formOf({specVersion, spdxProblems, form}: ParsedBom): string {
  return `${spdxProblems === undefined ? 'CycloneDX ' : ''}${specVersion}, ${form === 'xml' ? 'XML' : 'JSON'}`
}

type Missed = {readonly notChecked: readonly string[]} | undefined

function missedOf(folder: Missed, registries: Missed): string[] {
  return [
    ...(folder?.notChecked ?? ['the files themselves, which were not given (--artifacts)']),
    ...(registries?.notChecked ?? ['registries, which were not asked (--online)']),
  ]
}

/** Lines of our own document, which nobody sees, lead nowhere. */
function linesOf({isOwn, parsed}: Material): ParsedBom['lineOf'] {
  return isOwn ? () => undefined : parsed.lineOf
}
