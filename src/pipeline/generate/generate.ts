import {isAbsolute, relative, resolve, sep} from 'node:path'
import type {SpecVersion} from '../../bom/spec/schema.ts'
import type {StepReport} from '../../inventory/gap.ts'
import {redactInventory} from '../../inventory/redact.ts'
import type {SourceDescription} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import type {HashAlgorithm} from '../../lib/fs/file-hash.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {rememberSource} from '../../lib/fs/source-memory.ts'
import {realOutputPath, writeWhole} from '../../lib/fs/write-file.ts'
import {openSource} from '../../sources/open-source.ts'
import type {SourceOptions} from '../../sources/opener.ts'
import {networkOf} from '../network.ts'
import type {RunContext} from '../run-context.ts'
import type {Watch} from '../worker/watch.ts'
import type {GenerateResult} from './result.generated.ts'
import {toGenerateResult} from './result.ts'
import {dayOf, sourceDate} from './source-date.ts'
import type {InventoryOptions} from './take-inventory.ts'

/** What `aibom generate` is asked. */
export interface GenerateOptions extends RunContext {
  /** directory, file, git URL … as the user typed it */
  readonly source: string
  /** file to write; `-` leaves the writing to the caller */
  readonly output: string
  readonly spec: SpecVersion
  /** who makes the BOM */
  readonly author: string | undefined
  /** asks for the time of the run; without it there is that of SOURCE_DATE_EPOCH, else of the commit */
  readonly timestamp: boolean
  readonly online: boolean
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly digests: readonly HashAlgorithm[]
  readonly packages: boolean
  readonly mentions: boolean
  readonly prompts: boolean
  /** asks registries again for what is kept of their answers */
  readonly refresh: boolean
  /** total number of seconds to wait for registries */
  readonly deadline: number
  /** of a run in a worker thread */
  readonly watch?: Watch | undefined
}

/** A source and how it is read; what is written of it is settled. */
export type SourceBomOptions = Omit<
  GenerateOptions,
  'output' | 'spec' | 'author' | 'timestamp' | 'digests' | 'packages' | 'mentions' | 'prompts'
>

/** The facts of the run, and the document itself. */
export interface Generated {
  readonly result: GenerateResult
  /** empty where it was written to a file: a copy of a hundred megabytes would go from thread to thread */
  readonly document: string
  /** by asset id; see {@link Inventory.owners} */
  readonly owners?: ReadonlyMap<string, readonly string[]> | undefined
}

/**
 * `aibom generate`: a CycloneDX AI-BOM of a source, validated and written whole or not at all.
 * @throws {AibomError} for what the user can mend; what could not be read inside the source is a gap instead
 */
export async function generate(options: GenerateOptions): Promise<Generated> {
  const asked = sourceDate(options.env) ?? (options.timestamp ? new Date(options.now()) : undefined)
  const network = networkOf(options)
  const sourceOptions = {...options, network}
  await using source = await openSource(options.source, sourceOptions)
  const [{takeInventory}, {writeBom}] = await Promise.all([
    import('./take-inventory.ts'),
    import('../../bom/write/write.ts'),
  ])
  const follow = followerOf(source.describe(), sourceOptions)
  const inventory = redactInventory(await takeInventory(source, {...options, skip: ownOutput(options), follow}))
  const complete = follow === undefined ? {...inventory, steps: [...inventory.steps, localStep]} : inventory
  const {committed} = complete.subject
  const timestamp = asked ?? (committed === undefined ? undefined : new Date(committed))
  const written = await writeBom(complete, {
    spec: options.spec,
    toolVersion: options.toolVersion,
    includePrompts: options.prompts,
    ...(timestamp !== undefined && {timestamp}),
    ...(options.author !== undefined && {author: options.author}),
  })
  options.signal.throwIfAborted()
  const toFile = options.output !== '-'
  if (toFile) {
    writeWhole(resolve(options.cwd, options.output), written.pieces(), options.output)
    keepSource(options, written.serialNumber)
  }
  const output = toFile ? options.output : null
  const result = toGenerateResult(complete, {...written, output, spec: options.spec}, dayOf(options))
  return {result, document: toFile ? '' : written.json, owners: inventory.owners}
}

/** Our own BOM of a source, for a command that goes on with it: in no file, and the same bytes for the same source. */
export async function generateSourceBom(options: SourceBomOptions): Promise<Generated> {
  return generate({
    ...options,
    output: '-',
    spec: '1.6',
    author: undefined,
    timestamp: false,
    digests: ['sha256'],
    packages: true,
    mentions: false,
    prompts: false,
  })
}

/** So that `explain` finds the code again: for a source of this machine only, and outside the BOM. */
function keepSource({cwd, cacheFolder, source, output}: GenerateOptions, serialNumber: string): void {
  const absolutePath = resolve(cwd, source)
  if (cacheFolder === undefined || kindOfPath(absolutePath) === undefined) return
  rememberSource(cacheFolder, realOutputPath(resolve(cwd, output)), serialNumber, absolutePath)
}

/** What a run without `--online` left out is said, not silent. */
const localStep: StepReport = {
  step: 'registries',
  version: 1,
  status: 'skipped',
  reason: 'a local source touches no network without --online',
}

/** References are followed when the user asks for it, and the lineage of what lies at the hub itself. */
function followerOf(subject: SourceDescription, options: GenerateOptions & SourceOptions): InventoryOptions['follow'] {
  const isHub = subject.scheme === 'hf' || subject.scheme === 'hf-dataset'
  if (options.offline || !(options.online || isHub)) return undefined
  return async found => {
    const {followReferences} = await import('./follow.ts')
    const itself = isHub
      ? {subject: {kind: subject.scheme === 'hf' ? ('model' as const) : ('dataset' as const), id: subject.name}}
      : {}
    return followReferences(found, {
      source: options,
      extent: options.online ? 'reference' : 'statement',
      watch: options.watch,
      ...itself,
    })
  }
}

/**
 * Our own output inside the source is not part of it.
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE` where the source is a file and the BOM would replace it
 */
function ownOutput(options: GenerateOptions): ReadonlySet<string> {
  if (options.output === '-') return new Set()
  const [source, output] = [options.source, options.output].map(path => realOutputPath(resolve(options.cwd, path)))
  const inside = relative(source ?? '', output ?? '')
  if (inside === '') {
    throw new AibomError(
      'AIBOM_OUTPUT_UNWRITABLE',
      `${options.output} is the source itself, and the BOM would replace it`,
      {
        hint: 'Name another file: --output FILE',
      },
    )
  }
  return new Set(
    inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? [] : [inside.split(sep).join('/')],
  )
}
