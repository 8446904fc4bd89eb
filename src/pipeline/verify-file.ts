import {dirname, resolve} from 'node:path'
import {AibomError} from '../lib/errors.ts'
import {asRecord, asText, type UnknownRecord} from '../lib/narrow.ts'
import {kindOfPath, readHead, readUserBytes} from '../lib/read-file.ts'
import {artifactOfDigests} from '../trust/artifact.ts'
import {type Bundle, toBundle} from '../trust/bundle.ts'
import {invalid, TrustFailure, undecided, unsigned} from '../trust/failure.ts'
import {isEmptyRule} from '../trust/identity.ts'
import {type NpmPackage, parseSignatures, verifyAttestations, verifyRegistrySignature} from '../trust/npm.ts'
import {verifyPypi} from '../trust/pep740.ts'
import {parseSignedJson} from '../trust/signed-json.ts'
import {verifyBundle} from '../trust/sigstore-bundle.ts'
import {artifactOf, fileArtifact, parseDigestFlags} from './verify-artifact.ts'
import {verifyBom} from './verify-bom.ts'
import {bundleLimitBytes, checkModelForm, modelPredicateOf, verifyModel} from './verify-model.ts'
import type {VerifyOptions} from './verify-options.ts'
import {addSource, type SubjectVerdict, verifySubject} from './verify-subject.ts'
import type {Trust} from './verify-trust.ts'

interface TargetFile {
  /** as typed */
  readonly path: string
  readonly absolutePath: string
}

const signatureSuffixes = ['.sigstore.json', '.sigstore', '.sig', '.bundle', '.att', '.provenance', '.attestation', '.publish.attestation']

/** A file: a signature of some kind, told by its content, or something that a signature may lie beside. */
export async function verifyFile(path: string, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict[]> {
  const file = {path, absolutePath: resolve(options.cwd, path)}
  if (!looksLikeSignature(file)) return [await verifyBeside(file, options, trust)]
  let document: UnknownRecord | undefined
  try {
    document = asRecord(parseSignedJson(readUserBytes(file.absolutePath, path, bundleLimitBytes, ''), 'bundle-malformed', 'the file'))
  } catch (error) {
    if (!(error instanceof TrustFailure)) throw error
    return [await verifySubject({subject: path, kind: 'bundle'}, () => Promise.reject(error))]
  }
  return verifyDocument(file, document ?? {}, options, trust)
}

async function verifyDocument(file: TargetFile, document: UnknownRecord, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict[]> {
  if (document['bomFormat'] === 'CycloneDX') return verifyBom(file, document, options, trust)
  if (document['attestations'] !== undefined) return [await verifyNpmAnswer(document, options, trust)]
  if (document['attestation_bundles'] !== undefined || document['verification_material'] !== undefined || document['envelope'] !== undefined) {
    return [await verifyPypiAnswer(document, options, trust)]
  }
  if (asRecord(document['dist']) !== undefined) return [await verifyRegistryDocument(file, document, trust)]
  return [await verifySigstoreFile(file, document, options, trust)]
}

/** Enough to see whether it is JSON: white space before it is short. */
const headBytes = 4096

/** Weights are no JSON, and may be larger than any memory. */
function looksLikeSignature({path, absolutePath}: TargetFile): boolean {
  if (signatureSuffixes.some(suffix => path.endsWith(suffix)) || path.endsWith('.json')) return true
  return /^\s*(?:\{|$)/.test(readHead(absolutePath, path, headBytes).toString('latin1'))
}

async function verifySigstoreFile(file: TargetFile, document: UnknownRecord, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  let bundle: Bundle
  try {
    bundle = toBundle(document)
    if (options.require === 'form') {
      checkModelForm(bundle)
      throw undecided('form-only', 'it is written as it should be; no signature and no bytes were checked')
    }
  } catch (error) {
    if (!(error instanceof TrustFailure)) throw error
    return verifySubject({subject: file.path, kind: 'bundle'}, () => Promise.reject(error))
  }
  const isOfFolder = options.artifact !== undefined && kindOfPath(resolve(options.cwd, options.artifact)) === 'folder'
  const isModel = modelPredicateOf(bundle) !== undefined || isOfFolder
  if (isModel && (options.artifact !== undefined || options.digests.length === 0)) {
    const folder = options.artifact ?? dirname(file.path)
    return verifyModel({folder, signaturePath: file.absolutePath, bundle}, options, trust)
  }
  return verifySubject({subject: options.artifact ?? file.path, kind: 'bundle'}, async (trail, findings) => {
    const claim = {artifact: artifactOf(options), predicateTypes: options.predicateTypes}
    const {signed, statement} = await verifyBundle(bundle, claim, trust, trail)
    if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
    return signed
  })
}

/** A file whose signature lies beside it under one of the usual names. */
async function verifyBeside(file: TargetFile, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  const suffix = signatureSuffixes.find(candidate => kindOfPath(file.absolutePath + candidate) === 'file')
  if (suffix === undefined) {
    return verifySubject({subject: file.path, kind: 'file'}, () =>
      Promise.reject(unsigned('no signature lies beside it: name one as the target, and this as --artifact')),
    )
  }
  const [verdict] = await verifyFile(file.path + suffix, {...options, artifact: file.path}, trust)
  if (verdict === undefined) throw new Error('a signature file gave no verdict')
  return verdict
}

function verifyNpmAnswer(document: UnknownRecord, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  const wanted = npmPackageOf(options)
  const subject = `pkg:npm/${wanted.name.replace(/^@/, '%40')}@${wanted.version}`
  return verifySubject({subject, kind: 'npm-attestations'}, (trail, findings) => {
    trail.trust.push('npm registry keys')
    const anyone = isEmptyRule(trust.identity)
    if (anyone) trail.notCovered.push('who should have built it: give --identity')
    const npm = {root: trust.root, keys: trust.registryKeys, builder: {...trust.identity, anyone}}
    const provenance = verifyAttestations(document, wanted, npm, trail)
    if (provenance === undefined) return {signer: 'npm registry'}
    findings.predicateTypes.push(provenance.predicateType)
    addSource(findings.source, provenance)
    return provenance.signed
  })
}

const npmPurlPattern = /^(?:pkg:npm\/)?((?:%40|@)?[^@]+)@([^@]+)$/

/** @throws {AibomError} `AIBOM_USAGE` */
function npmPackageOf(options: VerifyOptions): NpmPackage {
  const [, name, version] = npmPurlPattern.exec(options.subject ?? '') ?? []
  const sha512 = options.artifact === undefined ? parseDigestFlags(options.digests).get('sha512') : artifactOf(options)?.digest('sha512')
  if (name === undefined || version === undefined || sha512 === undefined) {
    throw new AibomError('AIBOM_USAGE', 'attestations of npm are about one version of a package and its bytes', {
      hint: 'Add: --subject pkg:npm/NAME@VERSION --digest sha512:HEX, or --artifact PACKAGE.tgz',
    })
  }
  return {name: name.replace(/^%40/, '@'), version, integrity: `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`}
}

function verifyPypiAnswer(document: UnknownRecord, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  const artifact =
    options.artifact === undefined
      ? artifactOfDigests(parseDigestFlags(options.digests))
      : fileArtifact(resolve(options.cwd, options.artifact), options.artifact)
  const fileName = options.subject ?? artifact.name
  if (fileName === undefined || artifact.digest('sha256') === undefined) {
    throw new AibomError('AIBOM_USAGE', 'attestations of PyPI are about one distribution file', {
      hint: 'Add: --artifact DISTRIBUTION, or --subject FILE-NAME --digest sha256:HEX',
    })
  }
  return verifySubject({subject: fileName, kind: 'pypi-attestation'}, trail =>
    verifyPypi(document, {fileName, artifact, publisher: trust.publisher}, trust, trail),
  )
}

/** A version's document as the registry serves it: the registry's own signature over name, version and integrity. */
function verifyRegistryDocument(file: TargetFile, document: UnknownRecord, trust: Trust): Promise<SubjectVerdict> {
  const {name, version, integrity} = versionOf(document)
  return verifySubject({subject: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`, kind: 'npm-signature'}, trail => {
    trail.trust.push('npm registry keys')
    if (integrity === undefined) throw invalid('registry-answer', `${file.path} names no integrity`)
    const time = asText(document['time'])
    const publishedAt = time === undefined ? undefined : new Date(time)
    const signed = verifyRegistrySignature({name, version, integrity}, parseSignatures(document['dist']), trust.registryKeys, publishedAt)
    trail.checked.push('registry signature over name, version and integrity')
    trail.notCovered.push('the bytes of the package: compare them with the integrity')
    return signed
  })
}

function versionOf(document: UnknownRecord): {name: string; version: string; integrity: string | undefined} {
  return {
    name: asText(document['name']) ?? '',
    version: asText(document['version']) ?? '',
    integrity: asText(asRecord(document['dist'])?.['integrity']),
  }
}
