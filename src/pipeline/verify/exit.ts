import type {VerifyResult} from './result.generated.ts'

/** 0 all that was required is verified · 1 invalid, or required and missing · 3 undecided */
export function exitOf({outcome}: VerifyResult): 0 | 1 | 3 {
  return outcome === 'met' ? 0 : outcome === 'failed' ? 1 : 3
}
