import {describe, expect, it} from 'vitest'
import {artifactOfBytes} from '../../../src/trust/artifact.ts'
import type {Trail} from '../../../src/trust/decide.ts'
import type {IdentityRule} from '../../../src/trust/identity.ts'
import {type Publisher, toPublisher, verifyPypi} from '../../../src/trust/registries/pep740.ts'
import {pypiAttestation, pypiProvenance} from '../../support/pypi.ts'
import {builtBy, type Claims, fulcioText, issuedBy, maker, named, Sigstore} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const artifact = artifactOfBytes(Buffer.from('wheel'))
const fileName = 'tiny_bert-1.0.0-py3-none-any.whl'
const build = builtBy('acme/tiny-bert', 'release.yml')
const publisher = {kind: 'GitHub', repository: 'acme/tiny-bert', workflow: 'release.yml'}

interface Draft {
  readonly claims?: Claims
  readonly statement?: Json
}

function attestation({claims = build, statement = {}}: Draft = {}): Json {
  return pypiAttestation(sigstore, claims, {name: fileName, sha256: artifact.digest('sha256') ?? ''}, statement)
}

const provenance = (attestations: readonly Json[] = [attestation()], said: Json = publisher): Json =>
  pypiProvenance(said, attestations)

interface Asked {
  readonly publisher?: Publisher
  readonly anyone?: boolean
  readonly identity?: IdentityRule
  readonly fileName?: string
}

function verdict(answer: unknown, asked: Asked = {publisher}): Promise<string> {
  const claim = {
    fileName: asked.fileName ?? fileName,
    artifact,
    publisher: asked.publisher,
    anyone: asked.anyone === true,
  }
  return verdictOf(
    trail => verifyPypi(answer, claim, {root: sigstore.root, identity: asked.identity ?? {}}, trail).signed,
  )
}

describe('attestations of PyPI', () => {
  it.each<[string, unknown, Asked]>([
    ['of a provenance', provenance(), {publisher}],
    ['without a workflow', provenance(), {publisher: {kind: 'github', repository: 'acme/tiny-bert'}}],
    ['alone', attestation(), {publisher}],
    [
      'by an identity',
      provenance(),
      {
        identity: {
          identity: 'https://github.com/acme/tiny-bert/.github/workflows/release.yml@refs/tags/v1.0.0',
          issuer: 'https://token.actions.githubusercontent.com',
        },
      },
    ],
    ['of whoever published', provenance(), {anyone: true}],
    ['under another spelling of the project', provenance(), {publisher, fileName: 'Tiny.Bert-1.0.0-py3-none-any.whl'}],
    [
      'of a build on GitLab',
      attestation({
        claims: {
          names: named('URI', 'https://gitlab.com/acme/bert//.gitlab-ci.yml@refs/heads/main'),
          extensions: [
            ...issuedBy('https://gitlab.com'),
            fulcioText(12, 'https://gitlab.com/acme/bert'),
            fulcioText(14, 'refs/heads/main'),
            fulcioText(18, 'https://gitlab.com/acme/bert//.gitlab-ci.yml@refs/heads/main'),
          ],
        },
      }),
      {publisher: {kind: 'gitlab', repository: 'acme/bert', workflow: '.gitlab-ci.yml'}},
    ],
    [
      'of a person',
      attestation({
        claims: {names: named('email', maker.identity), extensions: issuedBy('https://accounts.google.com')},
      }),
      {publisher: {kind: 'google', email: maker.identity}},
    ],
    [
      'of a person with two addresses',
      attestation({
        claims: {
          names: [...named('email', 'other@acme.example'), ...named('email', maker.identity)],
          extensions: issuedBy('https://accounts.google.com'),
        },
      }),
      {publisher: {kind: 'google', email: maker.identity}},
    ],
    [
      'with a SLSA provenance',
      provenance([attestation({statement: {predicateType: 'https://slsa.dev/provenance/v1'}})]),
      {publisher},
    ],
  ])('are verified %s', async (_name, answer, asked) => {
    expect(await verdict(answer, asked)).toBe('verified')
  })

  const subject = {name: fileName, digest: {sha256: artifact.digest('sha256')}}
  const statement = (more: Json): Json => provenance([attestation({statement: more})])
  it.each<[string, string, unknown, Asked?]>([
    ['no attestation', 'attestation-missing', provenance([])],
    ['no answer', 'attestation-missing', 'none'],
    ['another version of the format', 'attestation-version', {...provenance(), version: 2}],
    ['another version of an attestation', 'attestation-version', provenance([{...attestation(), version: 2}])],
    ['groups that are not a list', 'bundle-malformed', {version: 1, attestation_bundles: {}}],
    ['a group that is not an object', 'bundle-malformed', {version: 1, attestation_bundles: [null]}],
    [
      'no log entry',
      'tlog-missing',
      provenance([withValue(attestation(), ['verification_material', 'transparency_entries'], [])]),
    ],
    [
      'another statement',
      'signature-invalid',
      provenance([withValue(attestation(), ['envelope', 'statement'], 'e30=')]),
    ],
    ['a statement v0.1', 'statement-type', statement({_type: 'https://in-toto.io/Statement/v0.1'})],
    ['another predicate', 'predicate-type', statement({predicateType: 'https://example.com/v1'})],
    ['two subjects', 'subject-count', statement({subject: [subject, subject]})],
    ['another file', 'subject-name', statement({subject: [{...subject, name: 'tiny_bert-1.0.1-py3-none-any.whl'}]})],
    ['no file name', 'subject-name', statement({subject: [{digest: subject.digest}]})],
    ['other bytes', 'subject-digest', statement({subject: [{...subject, digest: {sha256: 'ab'.repeat(32)}}]})],
    ['MD5 alone', 'hash-algorithm', statement({subject: [{...subject, digest: {md5: artifact.digest('md5')}}]})],
    [
      'a second one of another publisher',
      'publisher-mismatch',
      provenance([attestation(), attestation({claims: builtBy('evil/tiny-bert', 'release.yml')})]),
    ],
    [
      'a publisher whom the certificate does not name',
      'publisher-mismatch',
      provenance(undefined, {...publisher, repository: 'acme/other'}),
    ],
    ['another workflow', 'publisher-mismatch', provenance(undefined, {...publisher, workflow: 'other.yml'})],
    [
      'a publisher of another kind',
      'publisher-mismatch',
      provenance(undefined, {kind: 'GitLab', repository: 'acme/tiny-bert'}),
    ],
    ['a publisher without a kind', 'publisher-mismatch', provenance(undefined, {repository: 'acme/tiny-bert'})],
    [
      'a publisher who was not asked for',
      'publisher-mismatch',
      provenance(),
      {publisher: {kind: 'github', repository: 'acme/other'}},
    ],
    [
      'another identity',
      'identity-mismatch',
      provenance(),
      {identity: {identity: 'https://github.com/x', issuer: 'https://token.actions.githubusercontent.com'}},
    ],
    ['another file name asked for', 'subject-name', provenance(), {publisher, fileName: 'tiny_bert-1.0.0.tar.gz'}],
  ])('are refused with %s', async (_name, code, answer, asked) => {
    expect(await verdict(answer, asked)).toBe(`invalid ${code}`)
  })

  it('are of no other project whose name and version read alike', async () => {
    const subject = [{name: fileName.replace('_', '-'), digest: {sha256: artifact.digest('sha256')}}]
    expect(await verdict(provenance([attestation({statement: {subject}})]))).toBe('invalid subject-name')
  })

  it('name every publisher where nobody is asked for', () => {
    const answer = provenance([attestation(), attestation({claims: builtBy('acme/tiny-bert', 'other.yml')})], {
      ...publisher,
      workflow: undefined,
    })
    const trail: Trail = {checked: [], notCovered: [], trust: []}
    const {signed} = verifyPypi(
      answer,
      {fileName, artifact, publisher: undefined, anyone: true},
      {root: sigstore.root, identity: {}},
      trail,
    )
    const workflow = (name: string): string =>
      `https://github.com/acme/tiny-bert/.github/workflows/${name}@refs/tags/v1.0.0`
    expect(signed.signer).toBe(`${workflow('other.yml')}, ${workflow('release.yml')}`)
  })

  it('cannot be decided where nobody is named, or nobody known', async () => {
    expect(await verdict(provenance(), {})).toBe('unverifiable identity-missing')
    expect(await verdict(attestation(), {})).toBe('unverifiable identity-missing')
    expect(await verdict(provenance(undefined, {kind: 'ActiveState'}))).toBe('unverifiable publisher-mismatch')
    expect(toPublisher({kind: 'GitLab', workflow_filepath: 'a.yml'})).toMatchObject({workflow: 'a.yml'})
  })

  it('cannot be decided by a half of who should have published', async () => {
    const identity = 'https://github.com/acme/tiny-bert/.github/workflows/release.yml@refs/tags/v1.0.0'
    const issuer = 'https://token.actions.githubusercontent.com'
    for (const half of [
      {identity},
      {issuer},
      {identityPattern: 'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*'},
    ]) {
      expect(await verdict(provenance(), {identity: half})).toBe('unverifiable identity-missing')
      expect(await verdict(provenance(), {identity: half, publisher})).toBe('verified')
      expect(await verdict(provenance(), {identity: half, anyone: true})).toBe('verified')
    }
    expect(await verdict(provenance(), {identity: {identity, issuer: 'https://gitlab.com'}, anyone: true})).toBe(
      'invalid issuer-mismatch',
    )
  })

  it('tell what was checked, and against which root', () => {
    const trail: Trail = {checked: [], notCovered: [], trust: []}
    const {predicateTypes} = verifyPypi(
      provenance(),
      {fileName, artifact, publisher},
      {root: sigstore.root, identity: {}},
      trail,
    )
    expect(trail).toEqual({
      checked: ['signature', 'certificate', 'transparency log', 'subject name', 'subject digest', 'publisher'],
      notCovered: [],
      trust: [sigstore.root.name],
    })
    expect(predicateTypes).toEqual(['https://docs.pypi.org/attestations/publish/v1'])
  })

  it('are of a source distribution by its name and version', async () => {
    const named = (name: string): Json => provenance([attestation({statement: {subject: [{...subject, name}]}})])
    expect(await verdict(named('Tiny.Bert-1.0.0.tar.gz'), {publisher, fileName: 'tiny_bert-1.0.0.tar.gz'})).toBe(
      'verified',
    )
    for (const name of ['tiny_bert-1.0.1.tar.gz', 'tiny_bert-1.0.0.zip', 'bert-1.0.0.tar.gz']) {
      expect(await verdict(named(name), {publisher, fileName: 'tiny_bert-1.0.0.tar.gz'})).toBe('invalid subject-name')
    }
  })
})
