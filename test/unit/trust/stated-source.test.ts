import {describe, expect, it} from 'vitest'
import {artifactOfBytes} from '../../../src/trust/artifact.ts'
import {sourceContradiction} from '../../../src/trust/logs/stated-source.ts'
import {parseBundle} from '../../../src/trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../src/trust/sigstore/sigstore-bundle.ts'
import {builtBy, Sigstore, signedAt} from '../../support/sigstore.ts'
import {verdictOf} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const artifact = artifactOfBytes(Buffer.from('weights'))
const predicateType = 'https://slsa.dev/provenance/v1'
const identity = {
  identity: 'https://github.com/acme/signer/.github/workflows/sign.yml@refs/tags/v1.0.0',
  issuer: 'https://token.actions.githubusercontent.com',
}

/** A provenance about a repository, signed by the workflow of acme/signer. */
function provenanceOf(repository: string) {
  const workflow = {repository: `https://github.com/${repository}`, path: '.github/workflows/sign.yml'}
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: 'weights.bin', digest: {sha256: artifact.digest('sha256')}}],
    predicateType,
    predicate: {buildDefinition: {externalParameters: {workflow}}},
  }
  return parseBundle(
    JSON.stringify(sigstore.signStatement(JSON.stringify(statement), builtBy('acme/signer', 'sign.yml'))),
  )
}

/** @returns the verdict, then what it does not cover */
async function verdict(repository: string, predicateTypes: readonly string[]): Promise<readonly string[]> {
  const notCovered: string[] = []
  const outcome = await verdictOf(async trail => {
    const chain = {roots: [], intermediates: [], at: signedAt}
    const trust = {keys: [], chain, root: sigstore.root, identity, believesHints: true}
    const {signed} = await verifyBundle(provenanceOf(repository), {artifact, predicateTypes}, trust, trail)
    notCovered.push(...trail.notCovered)
    return signed
  })
  return [outcome, ...notCovered]
}

describe('a provenance that names another source than its certificate', () => {
  it('is told, where nobody asked for a provenance: a workflow may sign the statement of another build', async () => {
    expect(await verdict('acme/model', [])).toEqual([
      'verified',
      'the source of the provenance: the repository is "https://github.com/acme/model" by the provenance, and ' +
        '"https://github.com/acme/signer" by the certificate',
    ])
  })

  it('is invalid where a provenance is asked for', async () => {
    expect(await verdict('acme/model', [predicateType])).toEqual(['invalid source-mismatch'])
  })

  it.each([[[]], [[predicateType]]])('is no matter where both agree', async types => {
    expect(await verdict('acme/signer', types)).toEqual(['verified'])
  })
})

describe('sourceContradiction', () => {
  const certified = {
    repository: 'https://github.com/acme/acme.github.io',
    commit: 'c1',
    ref: undefined,
    workflow: 'https://github.com/acme/acme.github.io/.github/workflows/a.yml@refs/heads/main',
  }
  const v02 = (uri: string, sha1?: string) => ({
    predicateType: 'https://slsa.dev/provenance/v0.2',
    predicate: {invocation: {configSource: {uri, ...(sha1 !== undefined && {digest: {sha1}})}}},
  })
  const v1 = (workflow: object, dependencies: object[] = []) => ({
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {buildDefinition: {externalParameters: {workflow}, resolvedDependencies: dependencies}},
  })
  const {repository} = certified
  const at = (uri: string, gitCommit: string) => ({uri, digest: {gitCommit}})

  it.each<[string, Parameters<typeof sourceContradiction>[0]]>([
    ['an address', v02(`git+${repository}@refs/heads/main`, 'c1')],
    ['an address that ends in .git', v02(`git+${repository}.git@refs/heads/main`)],
    ['an address of another kind', v02('https://evil.test/x')],
    ['an address inside a text', v02('see git+https://evil.test/x')],
    ['the same workflow', v1({repository, path: '.github/workflows/a.yml'}, [at(`git+${repository}@x`, 'c1')])],
    [
      'the commit among those of the repository',
      v1({repository}, [at(`git+${repository}`, 'c0'), at(`git+${repository}`, 'c1')]),
    ],
    ['a commit of another repository', v1({repository}, [at('git+https://github.com/acme/other', 'c9')])],
    ['no source', v1({})],
    [
      'a statement of another type',
      {...v02('git+https://evil.test/x'), predicateType: 'https://slsa.dev/provenance/v0.2x'},
    ],
  ])('finds none in %s', (_name, statement) => {
    expect(sourceContradiction(statement, certified)).toBeUndefined()
  })

  it.each<[string, Parameters<typeof sourceContradiction>[0]]>([
    ['the repository', v02('git+https://github.com/acme/acme@refs/heads/main')],
    ['the commit', v02(`git+${repository}`, 'c2')],
    ['the repository', v1({repository: `${repository}.git`})],
    ['the commit', v1({repository}, [at(`git+${repository}.git@x`, 'c2')])],
    ['the workflow', v1({repository, path: 'workflows/a.yml'})],
  ])('finds another %s', (what, statement) => {
    expect(sourceContradiction(statement, certified)).toContain(what)
    expect(sourceContradiction(statement, {...certified, repository: undefined})).toBeUndefined()
  })

  it('finds the workflow of GitLab behind two slashes', () => {
    const workflow = `${repository}//.gitlab-ci.yml@refs/heads/main`
    expect(sourceContradiction(v1({repository, path: '.gitlab-ci.yml'}), {...certified, workflow})).toBeUndefined()
  })
})
