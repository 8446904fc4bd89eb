import type {CheckedVersion, SchemaError} from './schema.ts'
import {loadValidator} from './validator.ts'

export interface Problem {
  /** JSON pointer; empty: the whole document */
  readonly pointer: string
  readonly message: string
}

/** Enumerations have up to 800 values; this many are named. */
const namedValues = 8
/** Alternatives of a schema each add their errors; the deepest say what is wrong. */
const problemLimit = 10

/** Checks a document against the official schema of its version. @returns nothing when it is valid */
export async function validateDocument(document: unknown, spec: CheckedVersion): Promise<readonly Problem[]> {
  const validate = await loadValidator(spec)
  if (validate(document)) return []
  const problems = (validate.errors ?? []).map(toProblem)
  const deepest = Math.max(...problems.map(({pointer}) => pointer.length))
  return problems.filter(({pointer}) => pointer.length === deepest).slice(0, problemLimit)
}

function toProblem({instancePath, keyword, message, params}: SchemaError): Problem {
  const allowed = keyword === 'enum' && Array.isArray(params['allowedValues']) ? params['allowedValues'] : []
  const extra = typeof params['additionalProperty'] === 'string' ? `: ${params['additionalProperty']}` : ''
  const values = allowed.length === 0 ? '' : `: ${allowed.slice(0, namedValues).join(', ')}${allowed.length > namedValues ? ' …' : ''}`
  return {pointer: instancePath, message: `${message ?? keyword}${extra}${values}`}
}
