import {resolve} from 'node:path'
import {AibomError} from '../../../lib/errors.ts'
import type {UnknownRecord} from '../../../lib/narrow.ts'
import {artifactOfDigests} from '../../../trust/artifact.ts'
import {verifyPypi} from '../../../trust/registries/pep740.ts'
import {fileArtifact, parseDigestFlags} from '../artifact.ts'
import {verifySubject} from '../subject.ts'
import type {Target, TargetKind} from '../target.ts'

const memberNames = ['attestation_bundles', 'verification_material', 'envelope'] as const

/** What a Python package index answers about one distribution file (PEP 740). */
export const pypi: TargetKind = {
  answers: ['artifact', 'digests', 'subject', 'publisher'],
  recognise: target => target.kind === 'file' && documentOf(target) !== undefined,
  async verify(target, {claim, run, trust}) {
    const document = documentOf(target) ?? {}
    const artifact =
      claim.artifact === undefined
        ? artifactOfDigests(parseDigestFlags(claim.digests))
        : fileArtifact(resolve(run.cwd, claim.artifact), claim.artifact)
    const fileName = claim.subject ?? artifact.name
    if (fileName === undefined || artifact.digest('sha256') === undefined) {
      throw new AibomError('AIBOM_USAGE', 'attestations of PyPI are about one distribution file', {
        hint: 'Add: --artifact DISTRIBUTION, or --subject FILE-NAME --digest sha256:HEX',
      })
    }
    return [
      await verifySubject({subject: fileName, kind: 'pypi-attestation'}, (trail, findings) => {
        const {signed, predicateTypes} = verifyPypi(
          document,
          {fileName, artifact, publisher: trust.publisher},
          trust,
          trail,
        )
        findings.predicateTypes.push(...predicateTypes)
        return signed
      }),
    ]
  },
}

function documentOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  return content.form === 'object' && memberNames.some(name => content.document[name] !== undefined)
    ? content.document
    : undefined
}
