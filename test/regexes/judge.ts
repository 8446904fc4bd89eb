import {runInNewContext} from 'node:vm'
import {check} from 'recheck'

/** How a text grows that makes an expression slow. */
export interface Attack {
  /** what stands before each repeated part, and the part */
  readonly pumps: readonly (readonly [prefix: string, pump: string])[]
  readonly suffix: string
}

export type Judgement =
  | {readonly kind: 'linear'}
  | {readonly kind: 'polynomial' | 'exponential'; readonly attack: Attack}
  | {readonly kind: 'undecided'; readonly reason: string}

/** @param timeoutMs of the checker */
export async function judge(source: string, flags: string, timeoutMs: number): Promise<Judgement> {
  const answer = await check(source, flags, {timeout: timeoutMs})
  switch (answer.status) {
    case 'safe':
      return {kind: 'linear'}
    case 'unknown':
      return {kind: 'undecided', reason: answer.error.kind}
    case 'vulnerable': {
      const pumps = answer.attack.pumps.map(({prefix, pump}) => [prefix, pump] as const)
      return {kind: answer.complexity.type, attack: {pumps, suffix: answer.attack.suffix}}
    }
  }
}

/** A text of at most so many characters. */
export function attackOf({pumps, suffix}: Attack, length: number): string {
  const fixed = pumps.reduce((sum, [prefix]) => sum + prefix.length, suffix.length)
  const pumped = pumps.reduce((sum, [, pump]) => sum + pump.length, 0)
  const count = Math.max(1, Math.floor((length - fixed) / pumped))
  return pumps.map(([prefix, pump]) => prefix + pump.repeat(count)).join('') + suffix
}

const attempts = 3
const longestMs = 10_000

/**
 * Milliseconds that an expression takes for a text, all matches of it where it is global: the best of several, for a
 * machine has other work too.
 */
export function measure(source: string, flags: string, text: string): number {
  const times = Array.from({length: attempts}, () => {
    const startedMs = performance.now()
    try {
      runInNewContext('text.replace(new RegExp(source, flags), "")', {source, flags, text}, {timeout: longestMs})
    } catch {
      return Number.POSITIVE_INFINITY
    }
    return performance.now() - startedMs
  })
  return Math.min(...times)
}
