import type {Progress} from './progress.ts'

export const requirements = ['signed', 'provenance', 'digest', 'form'] as const
/** `form` asks no more than that a bundle is written as it should be: nothing is verified by it. */
export type Requirement = (typeof requirements)[number]

/** What the user asked, as typed. */
export interface VerifyOptions {
  readonly targets: readonly string[]
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
  readonly require?: Requirement | undefined
  /** the signed file or model folder, where the target is the signature */
  readonly artifact?: string | undefined
  /** folder with the bytes of a BOM's components */
  readonly artifacts?: string | undefined
  /** `alg:hex`, in place of the artifact itself */
  readonly digests: readonly string[]
  readonly subject?: string | undefined
  readonly predicateTypes: readonly string[]
  readonly pointer?: string | undefined
  readonly image?: string | undefined
  readonly manifest?: string | undefined
  readonly ignore: readonly string[]
  /** refresh Sigstore's trust root */
  readonly online: boolean
  readonly offline: boolean
  /** base address of the npm registry */
  readonly registry?: string | undefined
  /** base address of the Python package index */
  readonly index?: string | undefined
  readonly write?: string | undefined
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cacheFolder: string | undefined
  readonly now: () => number
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly toolVersion: string
}
