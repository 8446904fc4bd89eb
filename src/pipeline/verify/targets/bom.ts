import {AibomError} from '../../../lib/errors.ts'
import {asList, asRecord, type UnknownRecord} from '../../../lib/narrow.ts'
import {kindOfPath, readUserBytes} from '../../../lib/read-file.ts'
import {parseBundle} from '../../../trust/bundle.ts'
import {unsigned} from '../../../trust/failure.ts'
import {signedParts, verifyJsf} from '../../../trust/jsf.ts'
import {verifyBundle} from '../../../trust/sigstore-bundle.ts'
import {fileArtifact} from '../artifact.ts'
import {verifyComponents} from '../components.ts'
import {type SubjectVerdict, verifySubject} from '../subject.ts'
import type {Target, TargetKind} from '../target.ts'
import type {Trust} from '../trust.ts'

const besideSuffixes = ['.sigstore.json', '.sigstore', '.sig', '.bundle']
const besideLimitBytes = 64 * 1024 * 1024

/** A BOM: its own signature (in it, or beside it), and its components against the bytes at hand. */
export const bom: TargetKind = {
  recognise: target => target.kind === 'file' && documentOf(target) !== undefined,
  async verify(target, {run, claim, trust}) {
    const document = documentOf(target) ?? {}
    if (claim.pointer !== undefined) return [await verifyPart(target, document, claim.pointer, trust)]
    const verdicts = [await verifyDocument(target, document, trust)]
    if (run.artifacts !== undefined) verdicts.push(...(await verifyComponents(document, run.artifacts, run)))
    return verdicts
  },
}

function documentOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  return content.form === 'object' && content.document['bomFormat'] === 'CycloneDX' ? content.document : undefined
}

function verifyDocument(file: Target, document: UnknownRecord, trust: Trust): Promise<SubjectVerdict> {
  const beside = besideSuffixes.map(suffix => file.absolutePath + suffix).find(path => kindOfPath(path) === 'file')
  return verifySubject({subject: file.path, kind: 'bom'}, async (trail, findings) => {
    if (document['signature'] !== undefined) return verifyJsf(document, trust.keys, trail)
    const parts = signedParts(document)
    if (parts.length > 0) trail.notCovered.push(`the document as a whole: only ${parts.join(', ')} carry signatures (--pointer)`)
    if (beside === undefined) throw unsigned('it carries no signature, and none lies beside it')
    const bundle = parseBundle(readUserBytes(beside, beside, besideLimitBytes, ''))
    const {signed, statement} = await verifyBundle(
      bundle,
      {artifact: {...fileArtifact(file.absolutePath, file.path), name: undefined}, predicateTypes: []},
      trust,
      trail,
    )
    if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
    return signed
  })
}

/** A part that is signed for itself: a component, a service, a composition. */
function verifyPart(file: Target, document: UnknownRecord, pointer: string, trust: Trust): Promise<SubjectVerdict> {
  const part = partAt(document, pointer)
  if (part === undefined)
    throw new AibomError('AIBOM_USAGE', `${file.path} has no object at ${JSON.stringify(pointer)}`, {hint: 'For example: --pointer /components/0'})
  const isWhole = part === document
  return verifySubject({subject: isWhole ? file.path : `${file.path}#${pointer}`, kind: 'bom'}, trail => {
    if (!isWhole) trail.notCovered.push('the rest of the document')
    return verifyJsf(part, trust.keys, trail)
  })
}

/** RFC 6901; `/` stands for the document too, as people write it. */
function partAt(document: UnknownRecord, pointer: string): UnknownRecord | undefined {
  if (pointer === '' || pointer === '/') return document
  let value: unknown = document
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Array.isArray(value) ? asList(value)[Number(name)] : asRecord(value)?.[name]
  }
  return asRecord(value)
}
