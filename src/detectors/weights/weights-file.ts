import {type GgufFacts, ggufFacts} from '../../formats/gguf/facts.ts'
import {countGgufParameters, type GgufHeader, readGguf} from '../../formats/gguf/gguf.ts'
import {lfsPointerLimitBytes, parseLfsPointer} from '../../formats/lfs-pointer.ts'
import {countParameters, dtypeHistogram, readSafetensorsHeader, tensorFingerprint} from '../../formats/safetensors.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Digest, Evidence, Scope} from '../../inventory/evidence.ts'
import type {WeightsFacts} from '../../inventory/facts.ts'
import type {GapCode} from '../../inventory/gap-code.generated.ts'
import {localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {toLicence} from '../../inventory/licence.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {type ByteReader, readFetching} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'
import {sortedBy} from '../../lib/sort.ts'
import {claimByName} from './names.ts'
import type {Note} from './note.ts'

import {type Recognised, recognise, recogniseByName} from './recognise.ts'
import {judgeWeights} from './safety.ts'

/** What a header adds to what name and first bytes tell. */
interface HeaderFacts {
  readonly facts: Partial<WeightsFacts>
  readonly properties: Readonly<Record<string, readonly string[]>>
  readonly licence?: string | undefined
  readonly gguf?: GgufFacts
  readonly metadata?: ReadonlyMap<string, string>
}

type WeightsNote = Extract<Note, {kind: 'weights'}>

const noHeader: HeaderFacts = {facts: {}, properties: {}}

/**
 * A file that may hold weights, or the Git LFS pointer to one. What its header lies about is a gap; the file is listed
 * all the same.
 */
export async function readWeightsFile(file: OpenFile, scope: Scope): Promise<Extraction<Note>> {
  if (file.remote !== true) return readContent(file, scope)
  if (!hasHeader(file.path)) return remoteByName(file, scope)
  try {
    return await readContent(file, scope)
  } catch (error) {
    // the source tells why it could not be fetched
    if (error instanceof AibomError) return remoteByName(file, scope)
    throw error
  }
}

async function readContent(file: OpenFile, scope: Scope): Promise<Extraction<Note>> {
  const reader = await file.bytes()
  const pointer =
    reader.byteLength < BigInt(lfsPointerLimitBytes)
      ? parseLfsPointer(reader.read(0n, Number(reader.byteLength)))
      : undefined
  if (pointer !== undefined) {
    const found = recogniseByName(file.path)
    const digest: Digest = {alg: 'sha256', hex: pointer.sha256, of: 'content', from: 'declared'}
    const facts = {byteLength: pointer.byteLength, present: false}
    return found === undefined ? {assets: []} : toExtraction(file.path, found, scope, facts, [digest], noHeader)
  }
  const found = await readFetching(reader, () => recognise(file.path, reader))
  if (found === undefined) return {assets: []}
  // a digest that came with the listing: the file lies at a registry and is not fetched to be hashed
  const facts = {byteLength: reader.byteLength, present: file.remote !== true}
  const listed = await readListed(file, reader, found, scope, facts)
  return file.remote === true ? listed : withSafety(listed, file.path, reader)
}

/** What its header tells, or that it tells nothing that fits. */
async function readListed(
  file: OpenFile,
  reader: ByteReader,
  found: Recognised,
  scope: Scope,
  facts: Pick<WeightsFacts, 'byteLength' | 'present'>,
): Promise<Extraction<WeightsNote>> {
  try {
    return toExtraction(
      file.path,
      found,
      scope,
      facts,
      file.known,
      await readFetching(reader, () => readHeader(found, reader)),
    )
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    const {code, message} = error
    const listed = toExtraction(
      file.path,
      {...found, confidence: found.confidence / 2},
      scope,
      facts,
      file.known,
      noHeader,
    )
    return {...listed, gaps: [{path: file.path, stage: 'extract', code: gapCode(code), message}]}
  }
}

/** The same with what the content came to. */
async function withSafety(
  listed: Extraction<WeightsNote>,
  path: string,
  reader: ByteReader,
): Promise<Extraction<Note>> {
  const [note] = listed.notes ?? []
  if (note === undefined) return listed
  const {asset, findings} = await judgeWeights(note.asset, path, reader)
  return {...listed, assets: [asset], notes: [{...note, asset}], findings}
}

/** Formats whose first bytes describe the tensors. */
function hasHeader(path: string): boolean {
  const format = claimByName(path)?.format
  return format === 'safetensors' || format === 'gguf'
}

/**
 * What costs a request and has no header to read is judged by its name, and by the digests that its registry declares.
 */
function remoteByName({path, byteLength, known}: OpenFile, scope: Scope): Extraction<Note> {
  const found = byteLength === 0n ? undefined : recogniseByName(path)
  if (found === undefined) return {assets: []}
  return toExtraction(path, found, scope, {byteLength, present: false}, known, noHeader)
}

function gapCode(code: string): GapCode {
  if (code.endsWith('_TRUNCATED') || code === 'AIBOM_READ_PAST_END') return 'truncated'
  return code.endsWith('_TOO_LARGE') ? 'too-large' : 'syntax'
}

function readHeader({format}: Recognised, reader: ByteReader): HeaderFacts {
  if (format === 'safetensors') return safetensorsFacts(reader)
  return format === 'gguf' ? ggufHeaderFacts(readGguf(reader)) : noHeader
}

function safetensorsFacts(reader: ByteReader): HeaderFacts {
  const header = readSafetensorsHeader(reader)
  const {metadata} = header
  const framework = metadata.get('format')
  return {
    facts: {parameters: countParameters(header), dtypes: [...dtypeHistogram(header).keys()]},
    properties: {
      'aibom:weights:tensors': [String(header.tensors.length)],
      'aibom:weights:fingerprint': [tensorFingerprint(header.tensors)],
      ...(framework !== undefined && {'aibom:weights:framework': [framework]}),
    },
    licence: metadata.get('modelspec.license') ?? metadata.get('license'),
    metadata,
  }
}

function ggufHeaderFacts(header: GgufHeader): HeaderFacts {
  const facts = ggufFacts(header)
  const shapes = header.tensors.map(({name, dimensions}) => ({name, shape: dimensions}))
  return {
    facts: {
      parameters: countGgufParameters(header),
      dtypes: sortedBy(new Set(header.tensors.map(({type}) => type)), type => type),
    },
    properties: {
      'aibom:weights:tensors': [String(header.tensors.length)],
      'aibom:weights:fingerprint': [tensorFingerprint(shapes)],
      ...(facts.quantization !== undefined && {'aibom:weights:quantization': [facts.quantization]}),
    },
    licence: facts.licence,
    gguf: facts,
  }
}

function toExtraction(
  path: string,
  found: Recognised,
  scope: Scope,
  facts: Pick<WeightsFacts, 'byteLength' | 'present'>,
  digests: readonly Digest[],
  header: HeaderFacts,
): Extraction<WeightsNote> {
  const licence = header.licence === undefined ? undefined : toLicence(header.licence)
  const evidence: Evidence = {
    detector: `weights/${found.format}`,
    technique: found.technique,
    path,
    level: 'used',
    scope,
    confidence: found.confidence,
  }
  const asset: AssetOf<'weights'> = {
    kind: 'weights',
    id: localId('weights', path),
    name: baseName(path),
    aliases: [],
    digests,
    evidence: [evidence],
    ...(licence !== undefined && {licences: [licence]}),
    facts: {format: found.format, ...facts, ...header.facts},
    properties: header.properties,
  }
  const note: WeightsNote = {
    kind: 'weights',
    path,
    asset,
    ...(header.gguf !== undefined && {gguf: header.gguf}),
    ...(header.metadata !== undefined && {metadata: header.metadata}),
  }
  return {assets: [asset], notes: [note]}
}
