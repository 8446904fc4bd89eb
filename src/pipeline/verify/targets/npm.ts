import {AibomError} from '../../../lib/errors.ts'
import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {toMilliseconds} from '../../../lib/time/instant.ts'
import {invalid, unsigned} from '../../../trust/failure.ts'
import {type IdentityRule, isEmptyRule} from '../../../trust/identity.ts'
import {
  type NpmPackage,
  parseSignatures,
  tellEndedKeys,
  verifyAttestations,
  verifyRegistrySignature,
} from '../../../trust/registries/npm.ts'
import {artifactOf, parseDigestFlags} from '../artifact.ts'
import {addSource, type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Request, Target, TargetKind} from '../target.ts'

/**
 * What an npm registry answers about one version of a package: its attestations, or its document with the registry's
 * signature.
 */
export const npm: TargetKind = {
  answers: ['artifact', 'digests', 'subject'],
  recognise: target => target.kind === 'file' && documentOf(target) !== undefined,
  async verify(target, request) {
    const document = documentOf(target) ?? {}
    return [
      document['attestations'] === undefined
        ? await verifyDocument(target, document, request)
        : await verifyAnswer(document, request),
    ]
  },
}

function documentOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  if (content.form !== 'object') return undefined
  const {document} = content
  return document['attestations'] !== undefined || asRecord(document['dist']) !== undefined ? document : undefined
}

function verifyAnswer(document: UnknownRecord, request: Request): Promise<SubjectVerdict> {
  const {trust} = request
  const wanted = packageOf(request)
  return verifySubject({subject: purlOf(wanted), kind: 'npm-attestations'}, (trail, findings) => {
    trail.trust.push('npm registry keys')
    const anyone = isEmptyRule(trust.identity)
    if (anyone) trail.notCovered.push('who should have built it: give --identity')
    const npmTrust = {root: trust.root, keys: trust.registryKeys, builder: {...trust.identity, anyone}}
    const provenance = verifyAttestations(document, wanted, npmTrust, trail)
    if (provenance === undefined) {
      assertNobodyAsked(trust.identity)
      return {signer: 'npm registry'}
    }
    findings.predicateTypes.push(provenance.predicateType)
    addSource(findings.source, provenance)
    return provenance.signed
  })
}

const purlPattern = /^(?:pkg:npm\/)?((?:%40|@)?[^@]+)@([^@]+)$/

/** @throws {AibomError} `AIBOM_USAGE` */
function packageOf({claim, run}: Request): NpmPackage {
  const named = purlPattern.exec(claim.subject ?? '')
  const sha512 =
    claim.artifact === undefined
      ? parseDigestFlags(claim.digests).get('sha512')
      : artifactOf(claim, run.cwd)?.digest('sha512')
  if (named === null || sha512 === undefined) {
    throw new AibomError('AIBOM_USAGE', 'attestations of npm are about one version of a package and its bytes', {
      hint: 'Add: --subject pkg:npm/NAME@VERSION --digest sha512:HEX, or --artifact PACKAGE.tgz',
    })
  }
  const [, name = '', version = ''] = named
  return {
    name: name.replace(/^%40/, '@'),
    version,
    integrity: `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`,
  }
}

/** A version's document as the registry serves it: the registry's own signature over name, version and integrity. */
function verifyDocument(target: Target, document: UnknownRecord, {trust}: Request): Promise<SubjectVerdict> {
  const name = asText(document['name']) ?? ''
  const version = asText(document['version']) ?? ''
  const integrity = asText(asRecord(document['dist'])?.['integrity'])
  return verifySubject({subject: purlOf({name, version}), kind: 'npm-signature'}, trail => {
    trail.trust.push('npm registry keys')
    if (integrity === undefined) throw invalid('registry-answer', `${target.path} names no integrity`)
    const signatures = parseSignatures(document['dist'])
    const published = publishedAt(document)
    const signed = verifyRegistrySignature({name, version, integrity}, signatures, trust.registryKeys, published)
    tellEndedKeys(signatures, trust.registryKeys, {publishedAt: published, now: trust.chain.at}, trail)
    trail.checked.push('registry signature over name, version and integrity')
    trail.notCovered.push('the bytes of the package: compare them with the integrity')
    assertNobodyAsked(trust.identity)
    return signed
  })
}

/** The registry's signature is everybody's: it does not say who built a package. */
function assertNobodyAsked(identity: IdentityRule): void {
  if (!isEmptyRule(identity)) throw unsigned('no provenance says who built it')
}

/** @throws {TrustFailure} `registry-answer` for a text that is not a time: it could not be compared with the key's end */
function publishedAt(document: UnknownRecord): Date | undefined {
  const text = asText(document['time'])
  if (text === undefined) return undefined
  const time = toMilliseconds(text)
  if (time === undefined)
    throw invalid('registry-answer', `it says that it was published at ${JSON.stringify(text)}, which is not a time`)
  return new Date(time)
}

function purlOf({name, version}: Pick<NpmPackage, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`
}
