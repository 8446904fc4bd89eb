import policySchema from '../../../schemas/policy.schema.json' with {type: 'json'}
import {isLockText} from '../../drift/lock-file.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'

const ownNames: ReadonlySet<string> = new Set(['aibom.policy.yaml', 'aibom.config.yaml', 'aibom.lock'])
const policyKeys: ReadonlySet<string> = new Set(Object.keys(policySchema.properties))
/** A policy whose first line is this, comments aside; few other files of YAML or JSON have it. */
const versionLine = /^[ \t]{0,20}(?:\{[ \t]{0,20})?"?version"?[ \t]{0,20}:[ \t]{0,20}1\b/m
/** What stands at the margin before a colon: keys of the whole document, unless it is written in braces. */
const marginKey = /^([A-Za-z_][\w-]{0,60})[ \t]{0,20}:/gm
const inBraces = /^\s{0,20}\{/
/** Largest policy that is recognised by its form: those of a large organisation have some 100 KB. */
const policyLimitBytes = 1024 * 1024

/** Whether a file has a name under which aibom looks for its own settings: what it names is no use of it. */
export function hasOwnName(path: string): boolean {
  return ownNames.has(baseName(path))
}

/**
 * Whether a file is a policy or a lock of aibom under any name. A policy must keep to its whole form, so that no other
 * configuration can pass for one.
 * @param head the first bytes of the file as text
 */
export async function isOwnFile(file: OpenFile, head: string): Promise<boolean> {
  if (isLockText(head)) return true
  if (!versionLine.test(head) || hasOtherKey(head)) return false
  try {
    const text = await file.text(policyLimitBytes)
    const {parsePolicy} = await import('../../policy/file/parse.ts')
    parsePolicy(text, file.path)
    return true
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return false
  }
}

/** Whether a document has a key that no policy has: most other files are told from one so, and need not be parsed. */
function hasOtherKey(head: string): boolean {
  return (
    !inBraces.test(head) && [...head.matchAll(marginKey)].some(([, key]) => key !== undefined && !policyKeys.has(key))
  )
}
