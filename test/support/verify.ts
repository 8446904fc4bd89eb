import {noProgress} from '../../src/pipeline/progress.ts'
import type {Claim, TrustOptions, VerifyOptions} from '../../src/pipeline/verify/options.ts'
import type {VerifyResult} from '../../src/pipeline/verify/result.generated.ts'
import {verify} from '../../src/pipeline/verify/verify.ts'
import {expectWords} from './words.ts'

type Asked = Partial<Omit<VerifyOptions, 'trust' | 'claim'>> &
  Partial<TrustOptions> &
  Partial<Claim> &
  Pick<VerifyOptions, 'targets' | 'cwd'>

/** `aibom verify` as the command calls it, offline, at a fixed time, with nothing trusted but what a test gives. */
export async function verifyWith(asked: Asked): Promise<VerifyResult> {
  const result = await verify({
    ...{ignore: [], strict: false, offline: true, online: false, env: {}, cacheFolder: undefined, toolVersion: '0.0.0'},
    now: () => Date.parse('2026-06-01T00:00:00Z'),
    signal: new AbortController().signal,
    progress: noProgress,
    ...asked,
    trust: {keys: [], roots: [], chain: [], ...asked},
    claim: {digests: [], predicateTypes: [], ...asked},
  })
  for (const subject of result.subjects) expectWords(subject)
  return result
}
