import {writeFileSync} from 'node:fs'
import {AibomError} from '../../src/lib/errors.ts'
import {threadHost} from '../../src/lib/thread-host.ts'
import {serveTasks} from '../../src/pipeline/worker/serve.ts'

/** What a reader of hostile input may do at its worst. */
export type RestlessTasks = {
  readonly echo: {readonly input: string; readonly output: string; readonly report: string}
  /** runs for ever; `leftover` is a file that it has begun to write */
  readonly loop: {
    readonly input: {readonly leftover?: string; readonly isBeating?: boolean}
    readonly output: never
    readonly report: string
  }
  readonly devour: {readonly input: undefined; readonly output: number; readonly report: never}
  readonly fail: {readonly input: 'ours' | 'a bug' | 'later'; readonly output: never; readonly report: never}
  /** until it is interrupted */
  readonly wait: {readonly input: undefined; readonly output: string; readonly report: string}
}

serveTasks<RestlessTasks>({
  echo:
    async () =>
    async (input, {report}) => {
      report(`heard ${input}`)
      return input
    },
  loop:
    async () =>
    async ({leftover, isBeating}, {report, show}) => {
      show(['file:a', 'file:b'])
      if (leftover !== undefined) {
        threadHost().hold(leftover)
        writeFileSync(leftover, 'half')
      }
      report('looping')
      for (;;) if (isBeating === true) threadHost().beat()
    },
  devour:
    async () =>
    async (_input, {show}) => {
      show(['file:large'])
      const kept: unknown[] = []
      for (;;) kept.push({kept: Array.from({length: 1000}, (_, at) => `${at}`)})
    },
  fail: async () => async input => {
    if (input === 'ours') throw new AibomError('AIBOM_JSON_INVALID', 'no JSON', {hint: 'mend it', exit: 3})
    if (input === 'a bug') throw new TypeError('undefined is not a function')
    setImmediate(() => {
      throw new RangeError('outside of any task')
    })
    return new Promise<never>(() => undefined)
  },
  wait:
    async () =>
    (_input, {signal, report}) =>
      new Promise((_resolve, reject) => {
        report('waiting')
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
})
