import {resolve} from 'node:path'
import type {ParsedBom} from '../../bom/read/parsed.ts'
import {redactInventory} from '../../inventory/redact.ts'
import {AibomError} from '../../lib/errors.ts'
import {mapLimited} from '../../lib/limit.ts'
import {asText} from '../../lib/narrow.ts'
import {listed} from '../../lib/text/listed.ts'
import {isHubId, isRevision} from '../../registries/huggingface/reference.ts'
import type {Artifact, ComparedFile, RegistryAnswer} from '../../review/context.ts'
import type {BomView, Part} from '../../review/view.ts'
import {openSource} from '../../sources/open-source.ts'
import {takeInventory} from '../generate/take-inventory.ts'
import {inspect} from '../inspect/inspect.ts'
import {networkOf} from '../network.ts'
import {openArtifacts} from '../verify/artifact-folder.ts'
import {type ComparedFiles, compareFiles} from '../verify/bom/files.ts'
import {besideWeights} from './beside-weights.ts'
import type {ReviewOptions} from './options.ts'
import {plainAddressesIn} from './plain-addresses.ts'

interface HeldAgainstFolder {
  readonly artifacts: readonly Artifact[]
  readonly files: readonly ComparedFile[]
  readonly notChecked: readonly string[]
}

interface AskedRegistries {
  readonly artifacts: readonly Artifact[]
  readonly answers: readonly RegistryAnswer[]
  readonly notChecked: readonly string[]
}

/** A BOM of a product names some ten models; one of a catalogue is asked about in part. */
const repositoryLimit = 50
const width = 4

/**
 * The files at hand: their digests against the BOM, and what they say themselves.
 * @returns undefined where no folder was given
 */
export async function holdAgainstFolder(
  {document, xmlDoubtful: unreadable = []}: ParsedBom,
  options: ReviewOptions,
): Promise<HeldAgainstFolder | undefined> {
  const shown = options.artifacts
  if (shown === undefined) return undefined
  const run = {...options, ignore: []}
  const folder = await openArtifacts(shown, run)
  const {verdicts, notChecked} = await compareFiles(
    document,
    folder,
    {path: options.target, absolutePath: resolve(options.cwd, options.target), unreadable},
    run,
  )
  const files = verdicts.map(({subject, verdict: {status, code, message = ''}}): ComparedFile => {
    if (status === 'verified')
      return {subject, status: 'confirmed', message: 'the bytes have the digest that is stated'}
    if (status === 'invalid') return {subject, status: code === 'hash-length' ? 'open' : 'contradicted', message}
    return {subject, status: code === 'artifact-missing' ? 'missing' : 'open', message}
  })
  const artifact = await inventoryOf(shown, options, 'artifact')
  const {files: judged} = await inspect({...options, targets: [shown], offline: true})
  const beside = besideWeights(folder, artifact)
  const paths = folder.entries.flatMap(({path, kind}) => (kind === 'file' ? [path] : []))
  return {
    artifacts: [{...artifact, paths, judged, beside, plainAddresses: plainAddressesIn(folder.entries)}],
    files,
    notChecked: [...notChecked, ...uncomputedIn(verdicts)].map(what => `not compared with ${shown}: ${what}`),
  }
}

/** Digests beside others that were compared: what no program here computes. */
function uncomputedIn(verdicts: ComparedFiles['verdicts']): string[] {
  const left = verdicts.flatMap(({subject, verdict: {status, notCovered}}) =>
    status === 'verified' ? notCovered.map(what => `${subject}: ${what}`) : [],
  )
  return left.length === 0 ? [] : [listed(left, namesTold)]
}

const namesTold = 6

async function inventoryOf(text: string, options: ReviewOptions, source: Artifact['source']): Promise<Artifact> {
  await using opened = await openSource(text, {
    ...options,
    offline: source === 'artifact' ? true : options.offline,
    network: networkOf(options),
  })
  const inventory = await takeInventory(opened, {
    ...options,
    digests: ['sha256'],
    packages: false,
    mentions: false,
    skip: new Set(),
  })
  return {shown: text, source, inventory: redactInventory(inventory)}
}

/**
 * What the hub says of the models and data sets that the BOM names.
 * @returns undefined where registries are not asked
 */
export async function askRegistries(view: BomView, options: ReviewOptions): Promise<AskedRegistries | undefined> {
  if (!options.online || options.offline) return undefined
  const references = new Map(
    [...view.models, ...view.parts.filter(({isOrigin}) => isOrigin), ...view.datasets]
      .flatMap(part => referenceOf(part))
      .map(reference => [reference.address, reference]),
  )
  const asked = [...references.values()].slice(0, repositoryLimit)
  const results = await mapLimited(asked, width, reference => ask(reference, options))
  const left = references.size - asked.length
  return {
    artifacts: results.flatMap(({artifact}) => artifact ?? []),
    answers: results.flatMap(({answer}) => answer ?? []),
    notChecked: [
      ...results.flatMap(({trouble}) => trouble ?? []),
      ...(left > 0 ? [`${left} more repositories, after ${repositoryLimit} were asked for`] : []),
    ],
  }
}

/** The hub answers the same for what is private. */
const notThere: ReadonlySet<string> = new Set([
  'AIBOM_HUB_NOT_FOUND',
  'AIBOM_HUB_NOT_VISIBLE',
  'AIBOM_HUB_REVISION_NOT_FOUND',
])

const goneCodes: ReadonlySet<string> = new Set(['hub-not-found', 'hub-not-visible', 'hub-revision-not-found'])

/** What the hub does not have of what a repository of its own names. */
export function answerIn({
  path,
  code,
  message,
}: {
  readonly path: string
  readonly code: string
  readonly message: string
}): RegistryAnswer[] {
  const [, scheme, name] = /^(hf|hf-dataset):([^@]{1,200})/.exec(path) ?? []
  if (!goneCodes.has(code) || name === undefined) return []
  return [{kind: scheme === 'hf' ? 'model' : 'dataset', name, found: false, message}]
}

interface Reference {
  readonly kind: 'model' | 'dataset'
  readonly name: string
  readonly address: string
}

/** Names of the hub: by purl, by address, or as `owner/name`. */
function referenceOf({node, role, name}: Part): Reference[] {
  if (role !== 'model' && role !== 'dataset') return []
  const [, fromPurl, pin] =
    /^pkg:huggingface\/(?:datasets\/)?([\w.%-]{1,100}\/[\w.%-]{1,100})(?:@([\w.-]{1,100}))?/i.exec(
      asText(node['purl']) ?? '',
    ) ?? []
  const id = fromPurl ?? (name.includes('/') ? name : undefined)
  if (id === undefined || !isHubId(id)) return []
  const revision = pin !== undefined && isRevision(pin) ? `@${pin}` : ''
  return [{kind: role, name, address: `${role === 'model' ? 'hf' : 'hf-dataset'}:${id}${revision}`}]
}

interface Answered {
  readonly artifact?: Artifact
  readonly answer?: RegistryAnswer
  readonly trouble?: string
}

async function ask({kind, name, address}: Reference, options: ReviewOptions): Promise<Answered> {
  try {
    const artifact = await inventoryOf(address, options, 'registry')
    return {artifact, answer: {kind, name, found: true, message: address}}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    if (notThere.has(error.code)) return {answer: {kind, name, found: false, message: error.message}}
    return {trouble: `${address}: ${error.message}`}
  }
}
