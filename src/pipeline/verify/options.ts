import type {RunContext} from '../run-context.ts'

/** What `--require` can demand of every target. */
export const requirements = ['signed', 'provenance', 'digest', 'form'] as const
/** `form` asks only that a bundle is well formed: it verifies nothing. */
export type Requirement = (typeof requirements)[number]

/** Whom to believe, as typed: files with keys and roots, names of signers. */
export interface TrustOptions {
  readonly policy?: string | undefined
  readonly keys: readonly string[]
  readonly identity?: string | undefined
  readonly identityPattern?: string | undefined
  readonly issuer?: string | undefined
  readonly publisher?: string | undefined
  readonly trustedRoot?: string | undefined
  readonly roots: readonly string[]
  readonly chain: readonly string[]
  readonly registryKeys?: string | undefined
  readonly at?: string | undefined
}

/** What a signature should be about. */
export interface Claim {
  /** the signed file or model folder, where the target is the signature */
  readonly artifact?: string | undefined
  /** `alg:hex`, in place of the artifact itself */
  readonly digests: readonly string[]
  readonly subject?: string | undefined
  readonly predicateTypes: readonly string[]
  /** which signed part of a BOM */
  readonly pointer?: string | undefined
  /** which artifact of an OCI layout */
  readonly image?: string | undefined
  /** which signature manifest of an OCI layout */
  readonly manifest?: string | undefined
}

/** A run of `aibom verify`: where bytes and registries are. */
export interface VerifyRun extends RunContext {
  /** refresh Sigstore's trust root */
  readonly online: boolean
  readonly offline: boolean
  /** folder with the files of a BOM's components */
  readonly artifacts?: string | undefined
  /** paths inside a model that are left out */
  readonly ignore: readonly string[]
  /** base address of the npm registry */
  readonly registry?: string | undefined
  /** base address of the Python package index */
  readonly index?: string | undefined
}

/** What `aibom verify` is asked. */
export interface VerifyOptions extends VerifyRun {
  readonly targets: readonly string[]
  readonly trust: TrustOptions
  readonly claim: Claim
  /** what every target must have, whatever the policy says */
  readonly require?: Requirement | undefined
  /** whatever was not checked leaves the answer open */
  readonly strict: boolean
  /** file for a copy of the BOM with the verdicts */
  readonly write?: string | undefined
}
