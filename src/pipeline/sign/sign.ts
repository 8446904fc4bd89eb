import {basename, join, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {hashFile} from '../../lib/fs/file-hash.ts'
import {type FolderEntry, listFolder} from '../../lib/fs/folder-list.ts'
import {isOwnTemporary} from '../../lib/fs/own-temporary.ts'
import {kindOfPath, readUserBytes, readUserFile} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import {asRecord, recordsOf} from '../../lib/narrow.ts'
import {parseJsonOrNothing, parseUniqueJson} from '../../lib/parse/json.ts'
import {baseName} from '../../lib/path.ts'
import {alwaysIgnored, isSafeName, isUnder, singleFileName, toIgnoredPath} from '../../trust/oms/names.ts'
import {type BundleJson, type BundleSigner, keySigner} from '../../trust/sign/signer.ts'
import {bomStatement, type FileDigest, isStatement, modelStatement} from '../../trust/sign/statements.ts'
import type {RunContext} from '../run-context.ts'
import type {SignResult} from './result.generated.ts'
import {assertFreePlace} from './signature-place.ts'

/** What `aibom sign` is asked. */
export interface SignOptions extends RunContext {
  /** model folder, weight file or BOM, as typed */
  readonly target: string
  readonly key: string | undefined
  readonly certificate: string | undefined
  readonly chain: string | undefined
  readonly keyless: boolean
  readonly output: string | undefined
  /** files a BOM is about: it is then attested to them besides */
  readonly artifacts: readonly string[]
  readonly ignore: readonly string[]
  readonly offline: boolean
  /** an existing signature may be replaced */
  readonly replace: boolean
}

type Written = SignResult['written'][number]

const pemLimitBytes = 1024 * 1024
const bomLimitBytes = 256 * 1024 * 1024

/**
 * `aibom sign`: a model folder or weight file (OpenSSF model signing v1.0), or a BOM (detached bundle, and attestation
 * to the files it is about).
 * @throws {AibomError} exit 2 for what the user gave; nothing is written then
 */
export async function sign(options: SignOptions): Promise<SignResult> {
  const absolutePath = resolve(options.cwd, options.target)
  const kind = kindOfPath(absolutePath)
  if (kind === undefined || kind === 'other')
    throw new AibomError('AIBOM_TARGET_NOT_FOUND', `${options.target} is neither a file nor a folder`)
  const signer = await openSigner(options)
  const document = kind === 'file' ? readDocument(absolutePath, options.target) : undefined
  if (document !== undefined && isStatement(document.value)) {
    return {
      schemaVersion: 1,
      target: options.target,
      signer: signer.name,
      written: [await signStatementFile(document.bytes, document.value, signer, options)],
    }
  }
  const bom = asRecord(document?.value)?.['bomFormat'] === 'CycloneDX' ? document : undefined
  if (bom === undefined && options.artifacts.length > 0) {
    throw new AibomError('AIBOM_USAGE', '--artifact lists the files that a BOM describes, but the target is not a BOM')
  }
  const written =
    bom === undefined ? [await signModel(absolutePath, kind, signer, options)] : await signBom(bom, signer, options)
  return {schemaVersion: 1, target: options.target, signer: signer.name, written}
}

async function openSigner(options: SignOptions): Promise<BundleSigner> {
  const read = (path: string): string =>
    readUserFile(resolve(options.cwd, path), path, pemLimitBytes, 'Name a PEM file')
  if (options.keyless) {
    if (options.offline)
      throw new AibomError('AIBOM_OFFLINE', '--keyless asks Fulcio and Rekor, which --offline refuses')
    const {keylessSigner} = await import('../../trust/online.ts')
    return keylessSigner(options.env)
  }
  if (options.key === undefined)
    throw new AibomError('AIBOM_USAGE', 'nothing to sign with', {
      hint: 'Name a private key with --key, or use --keyless if you have an OIDC token',
    })
  return keySigner({
    keyPem: read(options.key),
    keyName: options.key,
    passphrase: options.env['AIBOM_KEY_PASSPHRASE'],
    certificatePem: options.certificate === undefined ? undefined : read(options.certificate),
    chainPem: options.chain === undefined ? undefined : read(options.chain),
  })
}

interface JsonDocument {
  readonly bytes: Buffer
  readonly value: unknown
}

/** Undefined for a file that is not named as JSON. */
function readDocument(absolutePath: string, shownPath: string): JsonDocument | undefined {
  if (!shownPath.endsWith('.json')) return undefined
  const bytes = readUserBytes(absolutePath, shownPath, bomLimitBytes, '')
  return {bytes, value: parseJsonOrNothing(bytes.toString('utf8'))}
}

/** An in-toto statement, as `aibom check --attest` writes one: its bytes are signed as they are. */
async function signStatementFile(
  bytes: Buffer,
  statement: unknown,
  signer: BundleSigner,
  options: SignOptions,
): Promise<Written> {
  if (options.artifacts.length > 0)
    throw new AibomError('AIBOM_USAGE', '--artifact names the files a BOM is about, and a statement names its own')
  const output = options.output ?? `${options.target}.sigstore.json`
  assertFreePlace({path: output, absolutePath: resolve(options.cwd, output)}, undefined, options.replace)
  const bundle = await signer.signStatement(bytes)
  return write(output, resolve(options.cwd, output), bundle, {
    kind: 'statement-signature',
    files: recordsOf(asRecord(statement)?.['subject']).length,
  })
}

async function signModel(
  absolutePath: string,
  kind: 'file' | 'folder',
  signer: BundleSigner,
  options: SignOptions,
): Promise<Written> {
  const isFolder = kind === 'folder'
  const output = options.output ?? (isFolder ? join(options.target, 'model.sig') : `${options.target}.sig`)
  const outputPath = resolve(options.cwd, output)
  assertFreePlace({path: output, absolutePath: outputPath}, isFolder ? absolutePath : undefined, options.replace)
  const inside =
    isFolder && outputPath.startsWith(`${absolutePath}/`) ? outputPath.slice(absolutePath.length + 1) : undefined
  const ignored = [...options.ignore.map(toIgnored), ...alwaysIgnored, ...(inside === undefined ? [] : [inside])]
  const files = isFolder
    ? digestFolder(listFolder(absolutePath), new Set(ignored), options)
    : [{name: singleFileName, sha256: digestOf(absolutePath)}]
  if (files.length === 0) throw new AibomError('AIBOM_MODEL_EMPTY', `${options.target} holds no file to sign`)
  const bundle = await signer.signStatement(modelStatement(basename(absolutePath), files, isFolder ? ignored : []))
  return write(output, outputPath, bundle, {kind: 'model-signature', files: files.length})
}

/** A path that leads out of the model, or is all of it, would have other programs pass over more than is meant. */
function toIgnored(path: string): string {
  const ignored = toIgnoredPath(path)
  if (ignored !== singleFileName && isSafeName(ignored)) return ignored
  throw new AibomError('AIBOM_USAGE', `--ignore ${JSON.stringify(path)} is not a path inside the model`, {
    hint: 'Name it as it lies in the folder: --ignore logs/run.txt',
  })
}

function digestFolder(
  entries: readonly FolderEntry[],
  ignored: ReadonlySet<string>,
  options: SignOptions,
): FileDigest[] {
  let hashedBytes = 0
  return entries.flatMap(({path, kind, link, absolutePath, byteLength, identity}) => {
    options.signal.throwIfAborted()
    if (isUnder(path, ignored) || (kind === 'file' && isOwnTemporary(baseName(path)))) return []
    if ((link !== undefined && link !== 'hub-blob') || kind === 'special') {
      throw new AibomError(
        'AIBOM_MODEL_LINK',
        `${path} is a link or no plain file, which a model signature cannot cover`,
        {
          hint: `Leave it out with --ignore ${path}`,
        },
      )
    }
    if (kind === 'directory') return []
    if (!isSafeName(path))
      throw new AibomError('AIBOM_MODEL_NAME', `${JSON.stringify(path)} is no path on every system`, {
        hint: 'Rename the file, for nobody could verify the signature',
      })
    const sha256 = hashFile(absolutePath, {algorithms: ['sha256'], expected: identity}).digests[0]?.[1] ?? ''
    hashedBytes += byteLength
    options.progress.hashed(hashedBytes)
    return [{name: path, sha256}]
  })
}

async function signBom(
  {bytes, value: document}: JsonDocument,
  signer: BundleSigner,
  options: SignOptions,
): Promise<Written[]> {
  if (parseUniqueJson(bytes.toString('utf8')) === undefined)
    throw new AibomError(
      'AIBOM_BOM_INVALID',
      `${options.target} has a name twice in one object, or is too deep to be read`,
      {
        hint: 'Write the BOM again: nobody could verify the signature',
      },
    )
  const output = options.output ?? `${options.target}.sigstore.json`
  const attestation = `${output.replace(/\.sigstore\.json$/, '')}.att.sigstore.json`
  for (const path of options.artifacts.length === 0 ? [output] : [output, attestation]) {
    assertFreePlace({path, absolutePath: resolve(options.cwd, path)}, undefined, options.replace)
  }
  for (const path of options.artifacts)
    if (kindOfPath(resolve(options.cwd, path)) !== 'file')
      throw new AibomError('AIBOM_TARGET_NOT_FOUND', `--artifact ${path} is not a file`)
  const detached = await signer.signBytes(bytes)
  const files = options.artifacts.map(path => ({name: basename(path), sha256: digestOf(resolve(options.cwd, path))}))
  const attested = files.length === 0 ? undefined : await signer.signStatement(bomStatement(document, files))
  return [
    write(output, resolve(options.cwd, output), detached, {kind: 'bom-signature', files: 1}),
    ...(attested === undefined
      ? []
      : [
          write(attestation, resolve(options.cwd, attestation), attested, {
            kind: 'bom-attestation',
            files: files.length,
          }),
        ]),
  ]
}

function digestOf(absolutePath: string): string {
  return hashFile(absolutePath, {algorithms: ['sha256']}).digests[0]?.[1] ?? ''
}

function write(path: string, absolutePath: string, bundle: BundleJson, what: Pick<Written, 'kind' | 'files'>): Written {
  writeWhole(absolutePath, `${JSON.stringify(bundle)}\n`, path)
  return {path, ...what}
}
