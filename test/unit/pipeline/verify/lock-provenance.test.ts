import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {VerifyResult} from '../../../../src/pipeline/verify/result.generated.ts'
import {pypiAttestation, pypiProvenance, pypiPublish} from '../../../support/pypi.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {
  integrityOf,
  keysRoute,
  npmStatement,
  provenanceAttestation,
  publishAttestation,
  signedVersion,
} from '../../../support/signing-registry.ts'
import {builtBy, type Claims, Sigstore} from '../../../support/sigstore.ts'
import type {Json} from '../../../support/transparency-log.ts'
import {verifyWith} from '../../../support/verify.ts'

const sigstore = new Sigstore()
const slsa = 'https://slsa.dev/provenance/v1'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Routes = Readonly<Record<string, Route>>

async function verifyLock(
  name: string,
  content: string,
  routes: Routes,
  more: object,
): Promise<VerifyResult['subjects'][number] & {outcome: string}> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, name), content)
  writeFileSync(join(cwd, 'root.json'), JSON.stringify(sigstore.trustedRoot))
  await using registry = await startRegistry(routes)
  const urls = {registry: registry.url, index: registry.url}
  const {subjects, outcome} = await verifyWith({
    targets: [name],
    cwd,
    offline: false,
    trustedRoot: 'root.json',
    ...urls,
    ...more,
  })
  const [subject] = subjects
  if (subject === undefined || subjects.length !== 1)
    throw new Error(`one subject was expected, not ${subjects.length}`)
  return {...subject, outcome}
}

describe('a package of PyPI with provenances', () => {
  const wheel = {name: 'good-1.0-py3-none-any.whl', sha256: sha256('wheel')}
  const sdist = {name: 'good-1.0.tar.gz', sha256: sha256('sdist')}
  const build = builtBy('acme/good', 'release.yml')
  const publisher = {kind: 'GitHub', repository: 'acme/good', workflow: 'release.yml'}
  const named = {publisher: 'github:acme/good:release.yml'}
  const shown = 'https://github.com/acme/good/.github/workflows/release.yml@refs/tags/v1.0.0'
  const attested = (file: typeof wheel, claims: Claims = build, more: Json = {}): Json =>
    pypiAttestation(sigstore, claims, file, more)

  interface Page {
    /** what the index serves as the provenance of a file; null: it names one and has none */
    readonly wheel?: Json | null
    readonly sdist?: Json | null
  }

  const lines = `good==1.0 --hash=sha256:${wheel.sha256} --hash=sha256:${sdist.sha256}\n`

  function verifyPage(page: Page, more: object = {}, lock = lines) {
    const answers = [
      [wheel, page.wheel],
      [sdist, page.sdist],
    ] as const
    const files = answers.map(([file, answer]) => ({
      filename: file.name,
      hashes: {sha256: file.sha256},
      ...(answer !== undefined && {provenance: 'https://elsewhere.example/p'}),
    }))
    const provenances = answers.flatMap(([file, answer]): [string, Route][] =>
      answer === undefined || answer === null ? [] : [[`/integrity/good/1.0/${file.name}/provenance`, {json: answer}]],
    )
    return verifyLock(
      'requirements.txt',
      lock,
      {'/simple/good/': {json: {files}}, ...Object.fromEntries(provenances)},
      more,
    )
  }

  const right = {
    wheel: pypiProvenance(publisher, [attested(wheel)]),
    sdist: pypiProvenance(publisher, [attested(sdist)]),
  }

  it('is told by its bytes first, where nobody vouches for it either', async () => {
    const lock = `good==1.0 --hash=sha256:${sha256('other')}\n`
    expect(await verifyPage({}, named, lock)).toMatchObject({status: 'invalid', code: 'digest-mismatch'})
  })

  it('is signed where every file that may be installed has one, and tells by whom', async () => {
    expect(await verifyPage(right)).toMatchObject({
      ...{
        status: 'verified',
        level: 'signed',
        signer: shown,
        issuer: 'https://token.actions.githubusercontent.com',
        predicateTypes: [pypiPublish],
      },
      ...{outcome: 'met', notCovered: ['who should have published it: nobody is named']},
    })
    expect(await verifyPage(right, {...named, require: 'signed'})).toMatchObject({
      status: 'verified',
      notCovered: [],
      outcome: 'met',
    })
  })

  it('is as good as its weakest file', async () => {
    expect(await verifyPage({wheel: right.wheel})).toMatchObject({
      ...{
        status: 'verified',
        level: 'registry-asserted',
        signer: 'nobody: the index says these digests',
        outcome: 'met',
      },
      notCovered: [`who published ${sdist.name}: no provenance`],
    })
    expect(await verifyPage({wheel: right.wheel}, {require: 'signed'})).toMatchObject({
      level: 'registry-asserted',
      met: false,
      outcome: 'failed',
    })
    expect(await verifyPage({wheel: right.wheel}, named)).toMatchObject({
      status: 'unsigned',
      code: 'signature-missing',
      outcome: 'failed',
    })
  })

  it('needs a provenance only of files that are locked', async () => {
    const lock = `good==1.0 --hash=sha256:${wheel.sha256}\n`
    expect(await verifyPage({wheel: right.wheel}, named, lock)).toMatchObject({status: 'verified', level: 'signed'})
    expect(await verifyPage({wheel: right.wheel, sdist: null}, named, lock)).toMatchObject({
      status: 'verified',
      level: 'signed',
    })
  })

  it('names every signer, and the statements that all files have', async () => {
    const other = pypiProvenance({...publisher, workflow: 'other.yml'}, [
      attested(sdist, builtBy('acme/good', 'other.yml')),
    ])
    const {signer} = await verifyPage({...right, sdist: other})
    expect(signer).toBe(`${shown.replace('release', 'other')}, ${shown}`)
    const both = pypiProvenance(publisher, [attested(sdist), attested(sdist, build, {predicateType: slsa})])
    expect(await verifyPage({...right, sdist: both})).toMatchObject({status: 'verified', predicateTypes: [pypiPublish]})
    expect(await verifyPage({...right, sdist: both}, {require: 'provenance'})).toMatchObject({met: false})
    const first = pypiProvenance(publisher, [attested(wheel), attested(wheel, build, {predicateType: slsa})])
    expect(await verifyPage({...right, wheel: first})).toMatchObject({
      status: 'verified',
      predicateTypes: [pypiPublish],
    })
    expect(await verifyPage({...right, wheel: first}, {require: 'provenance'})).toMatchObject({
      met: false,
      outcome: 'failed',
    })
  })

  it('meets a demand for a build provenance where every file has one', async () => {
    const built = (file: typeof wheel): Json =>
      pypiProvenance(publisher, [attested(file, build, {predicateType: slsa})])
    const page = {wheel: built(wheel), sdist: built(sdist)}
    expect(await verifyPage(page, {...named, require: 'provenance'})).toMatchObject({
      status: 'verified',
      met: true,
      outcome: 'met',
    })
  })

  it.each<[string, Page, string, object?]>([
    ['a provenance that is named and not there', {...right, sdist: null}, 'attestation-missing'],
    ['the provenance of another file', {...right, sdist: right.wheel}, 'subject-name'],
    [
      'one over other bytes',
      {...right, sdist: pypiProvenance(publisher, [attested({...sdist, sha256: sha256('evil')})])},
      'subject-digest',
    ],
    ['an empty one', {...right, wheel: pypiProvenance(publisher, [])}, 'attestation-missing'],
    [
      'another publisher than the index says',
      {...right, wheel: pypiProvenance({...publisher, repository: 'acme/x'}, [attested(wheel)])},
      'publisher-mismatch',
    ],
    ['another publisher than is named', right, 'publisher-mismatch', {publisher: 'github:acme/other'}],
    ['another identity than is named', right, 'identity-mismatch', {identity: 'https://github.com/acme/other'}],
  ])('is refused with %s', async (_name, page, code, more = {}) => {
    expect(await verifyPage(page, more)).toMatchObject({status: 'invalid', code, outcome: 'failed'})
  })

  it('is refused by a signature that Sigstore’s own root does not know', async () => {
    expect(await verifyPage(right, {trustedRoot: undefined})).toMatchObject({status: 'invalid'})
  })

  it('stays open where something is not known, and a wrong signature counts for more', async () => {
    const lock = `${lines.trim()} --hash=sha512:${'ab'.repeat(64)}\n`
    expect(await verifyPage(right, {}, lock)).toMatchObject({
      status: 'unverifiable',
      code: 'digest-missing',
      outcome: 'undecided',
    })
    expect(await verifyPage({...right, sdist: null}, {}, lock)).toMatchObject({
      status: 'invalid',
      code: 'attestation-missing',
    })
  })

  it('believes no page of another project', async () => {
    const lock = `good==1.0 --hash=sha256:${wheel.sha256}\n`
    const page = (name: string): Routes => ({
      '/simple/good/': {json: {name, files: [{filename: wheel.name, hashes: {sha256: wheel.sha256}}]}},
    })
    expect(await verifyLock('requirements.txt', lock, page('Good'), {})).toMatchObject({status: 'verified'})
    expect(await verifyLock('requirements.txt', lock, page('evil'), {})).toMatchObject({
      status: 'unverifiable',
      code: 'AIBOM_PYPI_ANSWER',
    })
  })

  it('believes no answer with a name twice', async () => {
    const twice = `{"files": [{"filename": "${wheel.name}", "hashes": {"sha256": "${sha256('evil')}", "sha256": "${wheel.sha256}"}}]}`
    const lock = `good==1.0 --hash=sha256:${wheel.sha256}\n`
    const subject = await verifyLock('requirements.txt', lock, {'/simple/good/': {status: 200, body: twice}}, {})
    expect(subject).toMatchObject({status: 'unverifiable', code: 'AIBOM_PYPI_ANSWER'})
  })
})

describe('a package of npm with attestations', () => {
  const name = '@acme/good'
  const build = builtBy('acme/good', 'release.yml')
  const publish = publishAttestation(name, '1.0.0', 'good')
  const provenance = (claims: Claims = build, statement: Json = npmStatement(name, '1.0.0', 'good')): Json =>
    provenanceAttestation(sigstore, statement, claims)
  const repository = {type: 'git', url: 'git+https://github.com/acme/good.git'}
  const issuer = 'https://token.actions.githubusercontent.com'
  const identity = 'https://github.com/acme/good/.github/workflows/release.yml@refs/tags/v1.0.0'

  function verifyNpm(attestations: readonly Json[] | undefined, more: object = {}, facts: object = {repository}) {
    const [path = '', route] =
      Object.entries(signedVersion(name, '1.0.0', 'good', {attestations: {url: 'ignored'}}))[0] ?? []
    const version = {json: {...(route !== undefined && 'json' in route ? Object(route.json) : {}), ...facts}}
    const answer: Routes =
      attestations === undefined ? {} : {[`/-/npm/v1/attestations/${name}@1.0.0`]: {json: {attestations}}}
    const packages = {'node_modules/@acme/good': {version: '1.0.0', integrity: integrityOf('good')}}
    const lock = JSON.stringify({lockfileVersion: 3, packages: {'': {}, ...packages}})
    const all = {[`/${name}`]: {json: {versions: {'1.0.0': version.json}}}}
    return verifyLock('package-lock.json', lock, {...keysRoute, ...all, [path]: version, ...answer}, more)
  }

  it.each<[string, object, object, string | undefined]>([
    ['the issuer, and is by him', {issuer}, {identity}, undefined],
    ['the issuer, of another workflow', {issuer}, {identity: `${identity}-rc`}, 'identity-mismatch'],
    ['the workflow, by another issuer', {identity}, {issuer: 'https://gitlab.com'}, 'issuer-mismatch'],
    [
      'a pattern, by another issuer',
      {identityPattern: 'https://**'},
      {issuer: 'https://gitlab.com'},
      'issuer-mismatch',
    ],
    ['both, which is other than the policy', {identity, issuer}, {identity: 'x', issuer: 'y'}, undefined],
  ])('keeps what the policy asks besides, where a flag names %s', async (_name, flags, rule, code) => {
    const signers = [{artifacts: ['pkg:npm/**'], ...rule}]
    const policy = join(temporaryFolder(), 'policy.json')
    writeFileSync(policy, JSON.stringify({version: 1, signers}))
    const answer = await verifyNpm([publish, provenance()], {...flags, policy})
    expect(answer).toMatchObject(code === undefined ? {status: 'verified'} : {status: 'invalid', code})
  })

  it('tells that an earlier version had a provenance, where the network is wanted', async () => {
    const [route] = Object.values(signedVersion(name, '1.0.0', 'good'))
    const earlier = {name, version: '0.9.0', dist: {attestations: {provenance: {}}}}
    const packument = {
      versions: {'0.9.0': earlier, '1.0.0': Object(route).json},
      time: {'0.9.0': '2026-01-01T00:00:00Z', '1.0.0': '2026-02-01T00:00:00Z'},
    }
    const entry = {version: '1.0.0', integrity: integrityOf('good')}
    const lock = JSON.stringify({lockfileVersion: 3, packages: {'': {}, 'node_modules/@acme/good': entry}})
    const routes = {...keysRoute, [`/${name}`]: {json: packument}}
    expect(await verifyLock('package-lock.json', lock, routes, {online: true})).toMatchObject({
      status: 'verified',
      notCovered: expect.arrayContaining([expect.stringContaining('0.9.0, published earlier, has provenance')]),
    })
  })

  it('is signed by its builder, and tells what it was built from', async () => {
    expect(await verifyNpm([publish, provenance()], {require: 'provenance'})).toMatchObject({
      ...{status: 'verified', level: 'signed', predicateTypes: [slsa], outcome: 'met'},
      signer: 'https://github.com/acme/good/.github/workflows/release.yml@refs/tags/v1.0.0',
      source: {
        repository: 'https://github.com/acme/good',
        commit: '0'.repeat(40),
        workflow: 'https://github.com/acme/good/.github/workflows/release.yml@refs/tags/v1.0.0',
      },
      checked: [
        'locked digest',
        'registry signature',
        'publish attestation',
        'provenance',
        'subject name',
        'subject digest',
        'builder',
      ],
    })
  })

  it('is the registry’s word where no builder says more', async () => {
    expect(await verifyNpm([publish])).toMatchObject({status: 'verified', level: 'registry-asserted'})
    expect(await verifyNpm([publish], {identity: 'https://github.com/acme/good'})).toMatchObject({
      status: 'unsigned',
      code: 'signature-missing',
    })
  })

  it('says whom nobody named', async () => {
    const told = 'who should have built it: package.json names no repository'
    expect((await verifyNpm([publish, provenance()], {}, {})).notCovered).toContain(told)
    expect((await verifyNpm([publish, provenance()])).notCovered).not.toContain(told)
    for (const more of [{identity: 'https://github.com/acme/x'}, {identityPattern: 'https://github.com/acme/x/**'}]) {
      expect(await verifyNpm([publish, provenance()], more, {})).toMatchObject({
        status: 'invalid',
        code: 'identity-mismatch',
      })
    }
    const identityPattern = 'https://github.com/acme/good/**'
    expect(
      (
        await verifyNpm(
          [publish, provenance()],
          {identityPattern, issuer: 'https://token.actions.githubusercontent.com'},
          {},
        )
      ).notCovered,
    ).toEqual(expect.not.arrayContaining([told]))
  })

  it.each<[string, readonly Json[] | undefined, string, object?]>([
    ['attestations that are named and not there', undefined, 'attestation-missing'],
    [
      'a build from another repository than package.json names',
      [publish, provenance(builtBy('evil/good', 'release.yml'))],
      'source-mismatch',
    ],
    [
      'a build of another package',
      [publish, provenance(build, npmStatement('@acme/other', '1.0.0', 'good'))],
      'subject-name',
    ],
    ['a build of other bytes', [publish, provenance(build, npmStatement(name, '1.0.0', 'evil'))], 'subject-digest'],
    [
      'the publish attestation of another version',
      [publishAttestation(name, '2.0.0', 'good'), provenance()],
      'subject-name',
    ],
    ['no publish attestation', [provenance()], 'attestation-missing'],
    [
      'another builder than is named',
      [publish, provenance()],
      'identity-mismatch',
      {identity: 'https://github.com/acme/x'},
    ],
  ])('is refused with %s', async (_name, attestations, code, more = {}) => {
    expect(await verifyNpm(attestations, more)).toMatchObject({status: 'invalid', code, outcome: 'failed'})
  })

  it('believes no answer with a name twice', async () => {
    const lock = JSON.stringify({
      lockfileVersion: 3,
      packages: {'node_modules/good': {version: '1.0.0', integrity: integrityOf('good')}},
    })
    const body = `{"name": "good", "version": "1.0.0", "dist": {"integrity": "${integrityOf('evil')}", "integrity": "${integrityOf('good')}"}}`
    expect(await verifyLock('package-lock.json', lock, {'/good/1.0.0': {status: 200, body}}, {})).toMatchObject({
      status: 'unverifiable',
      code: 'AIBOM_NPM_ANSWER',
    })
  })
})
