import {generateKeyPairSync} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type LocalRegistry, type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {hasShared, sharedPath} from '../../../support/shared.ts'
import {verifyWith} from '../../../support/verify.ts'

/** Recorded from the registry: npm/cli's fixtures. */
const integrity = 'sha512-e+qfbn/zf1+rCza/BhIA//Awmf0v1pa5HQS8Xk8iXrn9bgytytVLqYD0P7NSqZ6IELTgq+tcDvLPkQjNHyWLNg=='
const keyid = 'SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA'
const sig = 'MEQCIBlpcHT68iWOpx8pJr3WUzD1EqQ7tb0CmY36ebbceR6IAiAVGRaxrFoyh0/5B7H1o4VFhfsHw9F8G+AxOZQq87q+lg=='
const repository = {type: 'git', url: 'git+https://github.com/sigstore/sigstore-js.git'}

/** a registry that signs has keys */
const ownKey = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  .publicKey.export({type: 'spki', format: 'der'})
  .toString('base64')

function version(dist: object = {}, rest: object = {}): Route {
  return {json: {name: 'sigstore', version: '1.0.0', dist: {integrity, signatures: [{keyid, sig}], ...dist}, ...rest}}
}

function npmLock(locked: string = integrity): string {
  const cwd = temporaryFolder()
  const packages = {
    '': {name: 'app', version: '1.0.0', dependencies: {sigstore: '1.0.0'}},
    'node_modules/sigstore': {
      version: '1.0.0',
      resolved: 'https://registry.npmjs.org/sigstore/-/sigstore-1.0.0.tgz',
      integrity: locked,
    },
  }
  writeFileSync(
    join(cwd, 'package-lock.json'),
    JSON.stringify({name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages}),
  )
  return cwd
}

async function verifyLock(registry: LocalRegistry, cwd: string, target = 'package-lock.json') {
  const result = await verifyWith({targets: [target], cwd, offline: false, registry: registry.url, index: registry.url})
  const [subject] = result.subjects
  if (subject === undefined || result.subjects.length !== 1) throw new Error('one package was locked')
  return {outcome: result.outcome, subject}
}

describe('verify of an npm lock file', () => {
  it('believes the registry’s signature over name, version and locked integrity', async () => {
    await using registry = await startRegistry({'/sigstore/1.0.0': version()})
    const {outcome, subject} = await verifyLock(registry, npmLock())
    expect(outcome).toBe('met')
    expect(subject).toMatchObject({subject: 'pkg:npm/sigstore@1.0.0', status: 'verified', level: 'signed'})
    expect(subject.checked).toEqual(['locked digest', 'registry signature'])
    expect(registry.asked.filter(path => path !== '/-/npm/v1/keys')).toHaveLength(1)
  })

  it.each<[string, Route, string, string]>([
    ['a signature that is missing where keys exist', version({signatures: []}), 'invalid', 'signature-missing'],
    ['a key nobody knows', version({signatures: [{keyid: 'SHA256:other', sig}]}), 'invalid', 'key-unknown'],
    [
      'a signature over something else',
      version({signatures: [{keyid, sig: sig.replace('BlpcHT', 'BlpcHU')}]}),
      'invalid',
      'signature-invalid',
    ],
    [
      'an integrity other than the locked one',
      version({integrity: `sha512-${'A'.repeat(86)}==`}),
      'invalid',
      'digest-mismatch',
    ],
    [
      'attestations that are announced and not there',
      version({attestations: {url: 'https://elsewhere.example/x'}}),
      'invalid',
      'attestation-missing',
    ],
    ['a package that is not there', {status: 404}, 'unverifiable', 'not-found'],
    [
      'a redirect to another host',
      {status: 302, headers: {location: 'https://elsewhere.example/'}},
      'unverifiable',
      'AIBOM_NPM_ANSWER',
    ],
    ['HTML in place of JSON', {status: 200, body: '<html>'}, 'unverifiable', 'AIBOM_NPM_ANSWER'],
  ])('tells %s', async (_name, route, status, code) => {
    await using registry = await startRegistry({
      '/sigstore/1.0.0': route,
      '/-/npm/v1/keys': {json: {keys: [{keyid: 'SHA256:own', key: ownKey}]}},
    })
    const {outcome, subject} = await verifyLock(registry, npmLock())
    expect(subject).toMatchObject({status, code})
    expect(outcome).toBe(status === 'invalid' ? 'failed' : 'undecided')
  })

  it('takes the word of a registry that signs nothing for what it is', async () => {
    await using registry = await startRegistry({'/sigstore/1.0.0': version({signatures: []})})
    expect((await verifyLock(registry, npmLock())).subject).toMatchObject({
      status: 'verified',
      level: 'registry-asserted',
    })
  })

  describe('where a provenance is demanded', () => {
    const dist = {integrity, signatures: [{keyid, sig}]}
    const before = {
      dist: {attestations: {provenance: {predicateType: 'https://slsa.dev/provenance/v1'}}},
      repository: 'github:sigstore/sigstore-js',
    }
    const time = {'0.9.0': '2023-01-01T00:00:00Z', '1.0.0': '2023-02-01T00:00:00Z'}

    async function verifyDemanding(packument: object) {
      await using registry = await startRegistry({'/sigstore': {json: packument}})
      const [subject] = (
        await verifyWith({
          targets: ['package-lock.json'],
          cwd: npmLock(),
          offline: false,
          require: 'provenance',
          registry: registry.url,
        })
      ).subjects
      expect(registry.asked.filter(path => path !== '/-/npm/v1/keys')).toEqual(['/sigstore'])
      return subject
    }

    it('refuses a version without one after a version with one', async () => {
      expect(await verifyDemanding({versions: {'0.9.0': before, '1.0.0': {dist}}, time})).toMatchObject({
        status: 'invalid',
        code: 'provenance-dropped',
      })
    })

    it.each([
      ['a version with one came later', {...time, '0.9.0': '2024-01-01T00:00:00Z'}],
      ['nobody tells when', {}],
    ])('calls none dropped where %s', async (_name, times) => {
      expect(await verifyDemanding({versions: {'0.9.0': before, '1.0.0': {dist}}, time: times})).toMatchObject({
        status: 'verified',
        met: false,
      })
    })

    it('tells a repository that is another than before', async () => {
      const versions = {
        '0.9.0': {repository: 'github:sigstore/sigstore-js'},
        '1.0.0': {dist, repository: 'github:else/where'},
      }
      const subject = await verifyDemanding({versions, time})
      expect(subject?.notCovered).toEqual([
        'why its repository changed: 0.9.0 names https://github.com/sigstore/sigstore-js, this version https://github.com/else/where',
      ])
    })

    it('does not know a version that is not among those published', async () => {
      expect(await verifyDemanding({versions: {}, time})).toMatchObject({status: 'unverifiable', code: 'not-found'})
    })
  })

  it('asks nobody when offline, and says so', async () => {
    const result = await verifyWith({targets: ['package-lock.json'], cwd: npmLock()})
    expect(result.subjects).toMatchObject([{status: 'unverifiable', code: 'registry-unreachable'}])
  })
})

describe.skipIf(!hasShared)('verify of lock files against recorded attestations', () => {
  const recorded = (path: string): unknown =>
    JSON.parse(readFileSync(sharedPath(`fixtures/signatures/${path}`), 'utf8'))

  it('takes an npm provenance that was built from the repository of package.json', async () => {
    await using registry = await startRegistry({
      '/sigstore/1.0.0': version({attestations: {url: 'ignored'}}, {repository}),
      '/-/npm/v1/attestations/sigstore@1.0.0': {json: recorded('npm/sigstore-1.0.0.json')},
    })
    const {subject} = await verifyLock(registry, npmLock())
    expect(subject).toMatchObject({status: 'verified', source: {repository: 'https://github.com/sigstore/sigstore-js'}})
    expect(subject.checked).toContain('provenance')
  })

  it('refuses one that was built from another repository', async () => {
    await using registry = await startRegistry({
      '/sigstore/1.0.0': version({attestations: {url: 'ignored'}}, {repository: 'github:sigstore/sigstore-jsx'}),
      '/-/npm/v1/attestations/sigstore@1.0.0': {json: recorded('npm/sigstore-1.0.0.json')},
    })
    expect((await verifyLock(registry, npmLock())).subject).toMatchObject({status: 'invalid', code: 'source-mismatch'})
  })

  const sdist = 'pypi_attestations-0.0.19.tar.gz'
  const sha256 = '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3'

  function pypiLock(): string {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'requirements.txt'), `pypi-attestations==0.0.19 --hash=sha256:${sha256}\n`)
    return cwd
  }

  it('takes a PyPI provenance and tells the publisher', async () => {
    await using registry = await startRegistry({
      '/simple/pypi-attestations/': {
        json: {files: [{filename: sdist, hashes: {sha256}, provenance: 'https://elsewhere.example/p'}]},
      },
      [`/integrity/pypi-attestations/0.0.19/${sdist}/provenance`]: {
        json: recorded('pypi/pypi_attestations-0.0.19.tar.gz.provenance'),
      },
    })
    const {subject} = await verifyLock(registry, pypiLock(), 'requirements.txt')
    expect(subject).toMatchObject({
      status: 'verified',
      level: 'signed',
      issuer: 'https://token.actions.githubusercontent.com',
    })
    expect(registry.asked).toHaveLength(2)
  })

  it('calls equal digests without a provenance the index’s word, no signature', async () => {
    await using registry = await startRegistry({
      '/simple/pypi-attestations/': {json: {files: [{filename: sdist, hashes: {sha256}}]}},
    })
    const {subject, outcome} = await verifyLock(registry, pypiLock(), 'requirements.txt')
    expect(subject).toMatchObject({status: 'verified', level: 'registry-asserted', required: 'digest'})
    expect(outcome).toBe('met')
  })
})
