import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {WorkerPool} from '../../../src/pipeline/worker/pool.ts'
import {WorkerLost} from '../../../src/pipeline/worker/thread.ts'
import type {RestlessTasks} from '../../support/restless-worker.ts'
import {temporaryFolder} from '../../support/run.ts'

const entry = new URL('../../support/restless-worker.ts', import.meta.url)
const patient = {stallMs: () => 60_000}
/** nothing that works stays silent for so long, even on a busy machine */
const impatient = {stallMs: () => 3000}
const limitMs = 60_000

function poolOf(
  options: {size?: number; signal?: AbortSignal; memoryMiB?: number; graceMs?: number} = {},
): WorkerPool<RestlessTasks> {
  return new WorkerPool<RestlessTasks>({size: 1, signal: new AbortController().signal, entry, ...options})
}

describe('a worker pool', {timeout: limitMs}, () => {
  it('does tasks one after the other and hands on what they report', async () => {
    await using pool = poolOf()
    const heard: string[] = []
    const words = ['a', 'b', 'c']
    const answers = await Promise.all(
      words.map(word => pool.run('echo', word, {...patient, onReport: report => heard.push(report)})),
    )
    expect(answers).toEqual(words)
    expect(heard).toEqual(['heard a', 'heard b', 'heard c'])
  })

  it.each([1, 2, 4])('gives every answer to its own question with %i threads', async size => {
    await using pool = poolOf({size})
    const words = Array.from({length: 20}, (_, at) => `word ${at}`)
    expect(await Promise.all(words.map(word => pool.run('echo', word, patient)))).toEqual(words)
  })

  it('ends a thread that never yields, says what it worked on, removes what it left, and goes on with another', async () => {
    await using pool = poolOf()
    const leftover = join(temporaryFolder(), 'half.tmp')
    const lost = await pool.run('loop', {leftover}, impatient).catch((error: unknown) => error)
    expect(lost).toBeInstanceOf(WorkerLost)
    expect(lost).toMatchObject({reason: 'stalled', shown: ['file:a', 'file:b']})
    expect(existsSync(leftover)).toBe(false)
    expect(await pool.run('echo', 'still here', patient)).toBe('still here')
  })

  it('does not disturb the tasks beside the one that it ends', async () => {
    await using pool = poolOf({size: 2})
    const answers = await Promise.allSettled([
      pool.run('loop', {}, impatient),
      pool.run('echo', 'a', patient),
      pool.run('echo', 'b', patient),
    ])
    expect(answers.map(({status}) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })

  it('ends a thread that fills its memory, and goes on with another', async () => {
    await using pool = poolOf({memoryMiB: 64})
    await expect(pool.run('devour', undefined, patient)).rejects.toMatchObject({
      reason: 'out-of-memory',
      shown: ['file:large'],
    })
    expect(await pool.run('echo', 'still here', patient)).toBe('still here')
  })

  it('gives the errors of tasks as they were thrown', async () => {
    await using pool = poolOf()
    await expect(pool.run('fail', 'ours', patient)).rejects.toMatchObject({
      name: 'AibomError',
      code: 'AIBOM_JSON_INVALID',
      message: 'no JSON',
      hint: 'mend it',
      exit: 3,
    })
    await expect(pool.run('fail', 'a bug', patient)).rejects.toThrow(new TypeError('undefined is not a function'))
    await expect(pool.run('fail', 'later', patient)).rejects.toThrow('outside of any task')
    expect(await pool.run('echo', 'still here', patient)).toBe('still here')
  })

  it('is interrupted in the middle of a task that never yields', async () => {
    const abort = new AbortController()
    await using pool = poolOf({signal: abort.signal})
    const leftover = join(temporaryFolder(), 'half.tmp')
    const reason = new DOMException('interrupted', 'AbortError')
    const interrupted = pool.run('loop', {leftover, isBeating: true}, {...patient, onReport: () => abort.abort(reason)})
    await expect(interrupted).rejects.toBe(reason)
    expect(existsSync(leftover)).toBe(false)
    await expect(pool.run('echo', 'late', patient)).rejects.toBe(reason)
  })

  it('lets a task that yields end by itself when it is interrupted', async () => {
    const abort = new AbortController()
    await using pool = poolOf({signal: abort.signal, graceMs: limitMs})
    const waiting = pool.run('wait', undefined, {
      ...patient,
      onReport: () => abort.abort(new DOMException('interrupted', 'AbortError')),
    })
    await expect(waiting).rejects.toMatchObject({name: 'AbortError'})
  })
})
