import {basename, normalize} from 'node:path'
import {ruleFor} from '../../trust/identity-policy.ts'
import type {Requirement, VerifyRun} from './options.ts'
import type {Trust} from './trust.ts'

/** The trust for something by its names, and what the user demands of it, or else the policy. */
export type TrustFor = (names: readonly string[]) => {
  readonly trust: Trust
  readonly require: Requirement | undefined
  /** what the policy demands, where the user does not say it of every target */
  readonly byRule?: Requirement | undefined
}

/**
 * What the flags say holds for everything; a rule of the policy fills what they leave open.
 * @throws {AibomError} `AIBOM_POLICY_INVALID`, `AIBOM_POLICY_INCLUDE`, and for files that the policy names
 */
export async function policyOf(
  policyPath: string | undefined,
  run: VerifyRun,
  trust: Trust,
  demanded: Requirement | undefined,
): Promise<TrustFor> {
  if (policyPath === undefined) return () => ({trust, require: demanded})
  const {readSigners, withRule} = await import('./policy-signers.ts')
  const signers = await readSigners(policyPath, run)
  const rules = signers.map(({rule}) => rule)
  const trusts = new Map(signers.map(signer => [signer.rule, withRule(trust, signer, run.cwd)]))
  return names => {
    const rule = ruleFor(rules, names)
    return {
      trust: (rule === undefined ? undefined : trusts.get(rule)) ?? trust,
      require: demanded ?? rule?.require,
      byRule: demanded === undefined ? rule?.require : undefined,
    }
  }
}

const snapshotPattern =
  /(?:^|[\\/])models--(?=[^\\/]+[\\/]snapshots[\\/][^\\/]+[\\/]?$)([^\\/]+?)--([^\\/]+)[\\/]snapshots[\\/][^\\/]+[\\/]?$/

/** `hf:org/model@revision`: a repository of the hub rather than a path. */
export function isHubTarget(target: string): boolean {
  return /^hf(?:-dataset)?:/i.test(target)
}

/**
 * How a policy may name a target: as it was typed, as the shortest path that leads there, by its file name, and by the
 * repository that a snapshot of the hub's cache is of; a repository of the hub with its revision and without, the
 * scheme in small letters.
 */
export function namesOfTarget(target: string): string[] {
  if (isHubTarget(target)) {
    const named = target.replace(/^[^:]*/, scheme => scheme.toLowerCase())
    return [named, named.replace(/@.*$/s, '')]
  }
  const [, organisation, name] = snapshotPattern.exec(target) ?? []
  const shortest = normalize(target).replace(/(?<=[^/\\])[/\\]$/, '')
  const ofRepository = organisation === undefined ? [] : [`hf:${organisation}/${name}`]
  return [target, shortest, basename(target), ...ofRepository]
}

/** A package as people write it: `pkg:npm/@scope/name`, with its version and without. */
export function namesOfPackage(purl: string): string[] {
  const readable = purl.replace('%40', '@')
  return [readable, readable.replace(/(?<=[^/])@[^/@]*$/, '')]
}
