import {propertiesOf} from '../../bom/stated/node.ts'
import {baseName} from '../../lib/path.ts'
import {isRisky} from '../checks/model-files.ts'
import type {ComparedFile, ReviewContext} from '../context.ts'
import type {ReviewResult} from '../review-result.generated.ts'
import {hashesOf, type Part} from '../view.ts'

/** Components that are files, and models with digests that no file has. */
export function fileRows(context: ReviewContext): ReviewResult['files'] {
  const {view, files} = context
  const compared = new Map(files.map(file => [file.subject, file]))
  const safety = safetyByName(context)
  const parts = view.parts.filter(part => !part.isOrigin && isFile(part))
  const listed = new Set(parts.flatMap(({node}) => hashesOf(node).map(({content}) => content)))
  const standalone = view.models.filter(({node}) => hashesOf(node).some(({content}) => !listed.has(content)))
  return [...parts, ...standalone].map(part => {
    const check = compared.get(part.ref ?? part.name) ?? compared.get(part.name)
    return fileRow(part, {check, verdict: safety.get(baseName(part.name)), context})
  })
}

function isFile({role, node}: Part): boolean {
  return role === 'weights' || role === 'code' || (role === 'file' && hashesOf(node).length > 0)
}

interface FileFacts {
  readonly check: ComparedFile | undefined
  /** what came of reading its content */
  readonly verdict: string | undefined
  readonly context: ReviewContext
}

function fileRow(part: Part, {check, verdict, context}: FileFacts): ReviewResult['files'][number] {
  const hashes = hashesOf(part.node)
  const own = context.isOwn ? propertiesOf(part.node, 'aibom:safety:verdict')[0] : undefined
  const note = check === undefined || check.status === 'confirmed' || check.message === '' ? undefined : check.message
  return {
    name: part.name,
    of: part.parent?.name ?? '',
    digests: hashes.map(({alg, content}) => `${alg} ${content}`),
    status: hashes.length === 0 ? 'no-digest' : isOwnCount(part, context) ? 'confirmed' : statusOf(check),
    safety: toSafety(verdict ?? own, part),
    ...(note !== undefined && {note}),
    evidence: [
      context.notes.cite(hashes.length > 0 ? `${part.pointer}/hashes` : part.pointer, hashes[0]?.content ?? part.name),
    ],
  }
}

/** The digest was computed of the bytes at hand, a moment ago. */
function isOwnCount({node}: Part, {isOwn, artifacts}: ReviewContext): boolean {
  return (
    isOwn &&
    artifacts.some(({source}) => source === 'artifact') &&
    !propertiesOf(node, 'aibom:weights:present').includes('false')
  )
}

function statusOf(check: ComparedFile | undefined): ReviewResult['files'][number]['status'] {
  return check === undefined || check.status === 'open' ? 'stated' : check.status
}

function safetyByName({artifacts}: ReviewContext): Map<string, string> {
  return new Map(
    artifacts.flatMap(({inventory}) =>
      inventory.assets.flatMap(({name, properties}): [string, string][] => {
        const verdict = properties?.['aibom:safety:verdict']?.[0]
        return verdict === undefined ? [] : [[baseName(name), verdict]]
      }),
    ),
  )
}

function toSafety(verdict: string | undefined, part: Part): ReviewResult['files'][number]['safety'] {
  if (verdict === 'safe' || verdict === 'unsafe' || verdict === 'unknown') return verdict
  return isRisky(part) || part.role === 'code' ? 'by-name' : 'unread'
}
