import {createHash} from 'node:crypto'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {pypiAttestation, pypiProvenance, pypiPublish} from '../../../support/pypi.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {
  keysRoute,
  npmStatement,
  provenanceAttestation,
  publishAttestation,
  signedVersion,
} from '../../../support/signing-registry.ts'
import {builtBy, issuedBy, Sigstore} from '../../../support/sigstore.ts'
import {verifyWith} from '../../../support/verify.ts'

const sigstore = new Sigstore()
const hex = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex')
const slsa = 'https://slsa.dev/provenance/v1'
const issuer = 'https://token.actions.githubusercontent.com'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'signed-answers-'))
  writeFileSync(join(cwd, 'root.json'), JSON.stringify(sigstore.trustedRoot))
  const [keys] = Object.values(keysRoute)
  writeFileSync(join(cwd, 'keys.json'), JSON.stringify(Object(keys).json))
})

async function verifyAnswer(document: object, asked: object) {
  writeFileSync(join(cwd, 'answer.json'), JSON.stringify(document))
  const result = await verifyWith({
    targets: ['answer.json'],
    cwd,
    trustedRoot: 'root.json',
    registryKeys: 'keys.json',
    ...asked,
  })
  expect(result.subjects).toHaveLength(1)
  return {exit: exitOf(result), ...result.subjects[0]}
}

describe('what npm answers for the attestations of a version', () => {
  const [name, version, content] = ['@acme/tools', '1.2.3', 'archive'] as const
  const claims = builtBy('acme/tools', 'release.yml')
  const provenance = provenanceAttestation(sigstore, npmStatement(name, version, content), claims)
  const both = {attestations: [publishAttestation(name, version, content), provenance]}
  const wanted = {subject: `pkg:npm/${name}@${version}`, digests: [`sha512:${hex('sha512', content)}`]}
  const identity = 'https://github.com/acme/tools/.github/workflows/release.yml@refs/tags/v1.0.0'

  it('is verified, and tells who built it where', async () => {
    const answer = await verifyAnswer(both, {...wanted, identity, issuer, require: 'provenance'})
    expect(answer).toMatchObject({
      ...{exit: 0, status: 'verified', met: true, kind: 'npm-attestations', subject: 'pkg:npm/%40acme/tools@1.2.3'},
      ...{signer: identity, issuer, predicateTypes: [slsa], notCovered: [], level: 'signed'},
      source: {repository: 'https://github.com/acme/tools', commit: '0'.repeat(40), workflow: identity},
    })
    expect(answer.trust).toContain('npm registry keys')
    expect(answer.trust).toContain('root.json')
  })

  it('names whoever built it where nobody is asked for', async () => {
    expect(await verifyAnswer(both, wanted)).toMatchObject({
      ...{exit: 0, status: 'verified', signer: identity, notCovered: ['who should have built it: give --identity']},
    })
  })

  it('tells of the source what the certificate says, and nothing besides', async () => {
    const bare = provenanceAttestation(sigstore, npmStatement(name, version, content), {
      names: claims.names ?? [],
      extensions: issuedBy(issuer),
    })
    const answer = await verifyAnswer({attestations: [both.attestations[0], bare]}, wanted)
    expect(answer).toMatchObject({exit: 0, status: 'verified'})
    expect(answer.source).toEqual({workflow: identity})
  })

  it('is no provenance where only the registry signed', async () => {
    const published = {attestations: both.attestations.slice(0, 1)}
    const answer = await verifyAnswer(published, wanted)
    expect(answer).toMatchObject({exit: 0, status: 'verified', signer: 'npm registry'})
    expect(answer.predicateTypes).toBeUndefined()
    expect(await verifyAnswer(published, {...wanted, require: 'provenance'})).toMatchObject({exit: 1, met: false})
  })

  it.each<[string, object, string]>([
    ['another version', {subject: 'pkg:npm/@acme/tools@1.2.4'}, 'subject-name'],
    ['another package', {subject: 'pkg:npm/@acme/tool@1.2.3'}, 'subject-name'],
    ['other bytes', {digests: [`sha512:${hex('sha512', 'other')}`]}, 'subject-digest'],
    ['another builder', {identity: identity.replace('release', 'evil')}, 'identity-mismatch'],
    ['another issuer', {identity, issuer: 'https://gitlab.com'}, 'issuer-mismatch'],
  ])('is invalid for %s', async (_name, asked, code) => {
    expect(await verifyAnswer(both, {...wanted, ...asked})).toMatchObject({exit: 1, status: 'invalid', code})
  })

  it('is unsigned where somebody is named and no provenance says who built it', async () => {
    const published = {attestations: both.attestations.slice(0, 1)}
    for (const asked of [{identity, issuer}, {issuer}, {identityPattern: 'https://github.com/acme/**'}])
      expect(await verifyAnswer(published, {...wanted, ...asked})).toMatchObject({exit: 1, status: 'unsigned'})
  })

  it('is invalid with provenances of different builds, whoever is listed first', async () => {
    const other = (repository: string, workflow: string): object =>
      provenanceAttestation(sigstore, npmStatement(name, version, content), builtBy(repository, workflow))
    const [published] = both.attestations
    for (const second of [other('acme/other', 'release.yml'), other('acme/tools', 'other.yml')])
      for (const pair of [
        [provenance, second],
        [second, provenance],
      ])
        expect(await verifyAnswer({attestations: [published, ...pair]}, wanted)).toMatchObject({
          exit: 1,
          code: 'source-mismatch',
        })
    expect(await verifyAnswer({attestations: [published, provenance, provenance]}, wanted)).toMatchObject({exit: 0})
  })

  it('is about the bytes of a file', async () => {
    writeFileSync(join(cwd, 'tools.tgz'), content)
    const asked = {subject: wanted.subject, artifact: 'tools.tgz'}
    expect(await verifyAnswer(both, asked)).toMatchObject({exit: 0, status: 'verified'})
    writeFileSync(join(cwd, 'tools.tgz'), 'other')
    expect(await verifyAnswer(both, asked)).toMatchObject({exit: 1, code: 'subject-digest'})
  })
})

describe('what npm answers for one version', () => {
  const [route] = Object.values(signedVersion('good', '1.0.0', 'good'))
  const document: object = Object(route).json
  const [start, end] = ['2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.001Z']

  beforeEach(() => {
    const [keys] = Object.values(keysRoute)
    const [key] = Object(keys).json.keys
    writeFileSync(join(cwd, 'keys.json'), JSON.stringify({keys: [{...key, expires: start}]}))
  })

  it('is verified where it was published before the key ended, and tells when', async () => {
    const answer = await verifyAnswer({...document, time: start}, {})
    expect(answer).toMatchObject({exit: 0, status: 'verified', subject: 'pkg:npm/good@1.0.0', signedAt: start})
  })

  it('is verified where it does not tell when it was published', async () => {
    for (const time of [undefined, {}, 7]) {
      const answer = await verifyAnswer({...document, time}, {})
      expect(answer).toMatchObject({exit: 0, status: 'verified'})
      expect(answer).not.toHaveProperty('signedAt')
    }
  })

  it('is unsigned where somebody is named, whom no registry key is of', async () => {
    const answer = await verifyAnswer(document, {identity: 'maker@acme.example', issuer})
    expect(answer).toMatchObject({exit: 1, status: 'unsigned', code: 'signature-missing'})
  })

  it.each([
    ['after the key ended', end, 'key-expired'],
    ['at no time', 'soon', 'registry-answer'],
    ['at a time that no calendar has', '+300000-01-01T00:00:00Z', 'registry-answer'],
  ])('is invalid where it says that it was published %s', async (_name, time, code) => {
    expect(await verifyAnswer({...document, time}, {})).toMatchObject({exit: 1, status: 'invalid', code})
  })
})

describe('what PyPI answers for the provenance of a file', () => {
  const fileName = 'tiny-1.0.tar.gz'
  const said = {kind: 'GitHub', repository: 'acme/tiny', workflow: 'release.yml'}
  const attestation = pypiAttestation(sigstore, builtBy('acme/tiny', 'release.yml'), {
    name: fileName,
    sha256: hex('sha256', 'archive'),
  })
  const provenance = pypiProvenance(said, [attestation])
  const wanted = {subject: fileName, digests: [`sha256:${hex('sha256', 'archive')}`]}
  const publisher = 'github:acme/tiny:release.yml'

  it('is verified by a publisher, or by an identity', async () => {
    for (const document of [provenance, attestation]) {
      const answer = await verifyAnswer(document, {...wanted, publisher})
      expect(answer).toMatchObject({
        exit: 0,
        status: 'verified',
        subject: fileName,
        predicateTypes: [pypiPublish],
        issuer,
        level: 'signed',
      })
      expect(answer.trust).toBe('trusted root root.json')
    }
    const identity = 'https://github.com/acme/tiny/.github/workflows/release.yml@refs/tags/v1.0.0'
    expect(await verifyAnswer(provenance, {...wanted, identity, issuer})).toMatchObject({exit: 0, signer: identity})
  })

  it.each<[string, object, number, string]>([
    ['where nobody is named', {}, 3, 'identity-missing'],
    ['by another publisher', {publisher: 'github:acme/other:release.yml'}, 1, 'publisher-mismatch'],
    ['by another workflow', {publisher: 'github:acme/tiny:evil.yml'}, 1, 'publisher-mismatch'],
    ['for other bytes', {publisher, digests: [`sha256:${hex('sha256', 'other')}`]}, 1, 'subject-digest'],
    ['for another file', {publisher, subject: 'tiny-1.1.tar.gz'}, 1, 'subject-name'],
  ])('is not verified %s', async (_name, asked, exit, code) => {
    expect(await verifyAnswer(provenance, {...wanted, ...asked})).toMatchObject({exit, code})
  })

  it('is about a file under its own name, or under the one that is given', async () => {
    writeFileSync(join(cwd, fileName), 'archive')
    writeFileSync(join(cwd, 'download'), 'archive')
    expect(await verifyAnswer(provenance, {artifact: fileName, publisher})).toMatchObject({exit: 0, subject: fileName})
    expect(await verifyAnswer(provenance, {artifact: 'download', publisher})).toMatchObject({
      exit: 1,
      code: 'subject-name',
    })
    expect(await verifyAnswer(provenance, {artifact: 'download', subject: fileName, publisher})).toMatchObject({
      exit: 0,
      subject: fileName,
    })
  })
})
