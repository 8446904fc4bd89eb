import {describe, expect, it} from 'vitest'
import {artifactOfBytes} from '../../../src/trust/artifact.ts'
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
