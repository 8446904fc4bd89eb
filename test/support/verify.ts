import {noProgress} from '../../src/pipeline/progress.ts'
import {verify} from '../../src/pipeline/verify.ts'
import type {VerifyOptions} from '../../src/pipeline/verify-options.ts'
import type {VerifyResult} from '../../src/pipeline/verify-result.generated.ts'

/** `aibom verify` as the command calls it, offline, at a fixed time, with nothing trusted but what a test gives. */
export function verifyWith(options: Partial<VerifyOptions> & Pick<VerifyOptions, 'targets' | 'cwd'>): Promise<VerifyResult> {
  return verify({
    ...{keys: [], roots: [], chain: [], digests: [], predicateTypes: [], ignore: []},
    ...{offline: true, online: false, env: {}, cacheFolder: undefined, toolVersion: '0.0.0'},
    now: () => Date.parse('2026-06-01T00:00:00Z'),
    signal: new AbortController().signal,
    progress: noProgress,
    ...options,
  })
}
