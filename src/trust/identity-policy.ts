import {AibomError} from '../lib/errors.ts'
import {anchoredPattern} from '../lib/names/anchored-pattern.ts'
import {asRecord, type UnknownRecord} from '../lib/narrow.ts'

/** Who must have signed what is named so. */
export interface SignerRule {
  readonly artifacts: readonly string[]
  readonly identity?: string | undefined
  readonly identityPattern?: string | undefined
  readonly issuer?: string | undefined
  readonly publisher?: string | undefined
  /** paths, relative to the policy file */
  readonly keys: readonly string[]
  readonly roots: readonly string[]
  readonly require?: (typeof demands)[number] | undefined
}

const demands = ['signed', 'provenance', 'digest'] as const
const ruleNames: ReadonlySet<string> = new Set([
  'artifacts',
  'identity',
  'identityPattern',
  'issuer',
  'publisher',
  'keys',
  'roots',
  'require',
])

/**
 * A policy file's content. A name that is not known is refused: a misspelt demand must not be no demand.
 * @throws {AibomError} `AIBOM_POLICY_INVALID`
 */
export function parseIdentityPolicy(value: unknown, path: string): SignerRule[] {
  const policy = asRecord(value)
  const fail = (reason: string): AibomError =>
    new AibomError('AIBOM_POLICY_INVALID', `${path} is not an identity policy: ${reason}`, {
      hint: 'Its form: schemas/identity-policy.schema.json',
    })
  if (policy?.['version'] !== 1) throw fail('version is not 1')
  const unknown = Object.keys(policy).find(name => name !== 'version' && name !== 'signers')
  if (unknown !== undefined) throw fail(`${unknown} is not known`)
  const {signers} = policy
  if (!Array.isArray(signers)) throw fail('signers is not a list')
  return signers.map((signer: unknown, index) =>
    toRule(asRecord(signer) ?? {}, reason => fail(`signers[${index}]: ${reason}`)),
  )
}

/** The first rule for one of the names that something has. */
export function ruleFor(rules: readonly SignerRule[], names: readonly string[]): SignerRule | undefined {
  return rules.find(({artifacts}) => artifacts.some(pattern => names.some(name => anchoredPattern(pattern).test(name))))
}

function toRule(signer: UnknownRecord, fail: (reason: string) => AibomError): SignerRule {
  const unknown = Object.keys(signer).find(name => !ruleNames.has(name))
  if (unknown !== undefined) throw fail(`${unknown} is not known`)
  const text = (name: string): string | undefined => {
    const value = signer[name]
    if (value === undefined || (typeof value === 'string' && value !== '')) return value
    throw fail(`${name} is not a string`)
  }
  const texts = (name: string): string[] => {
    const value = signer[name] ?? []
    if (Array.isArray(value) && value.every(item => typeof item === 'string' && item !== '')) return value
    throw fail(`${name} is not a list of strings`)
  }
  const artifacts = texts('artifacts')
  if (artifacts.length === 0) throw fail('artifacts is empty')
  const demand = text('require')
  const require = demands.find(known => known === demand)
  if (demand !== undefined && require === undefined) throw fail(`require ${demand} is not known`)
  const rule = {
    artifacts,
    identity: text('identity'),
    identityPattern: text('identityPattern'),
    issuer: text('issuer'),
    require,
  }
  if (rule.identity !== undefined && rule.identityPattern !== undefined)
    throw fail('identity and identityPattern exclude each other')
  return {...rule, publisher: text('publisher'), keys: texts('keys'), roots: texts('roots')}
}
