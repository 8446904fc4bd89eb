import {Worker} from 'node:worker_threads'
import {describe, expect, it} from 'vitest'
import {Pulse, pulseMemory} from '../../../../src/pipeline/worker/pulse.ts'
import {threadUrl} from '../../../../src/pipeline/worker/thread.ts'

describe('Pulse', () => {
  it('shows what a thread works on, and nothing where it works on nothing', () => {
    const memory = pulseMemory()
    const [thread, watcher] = [new Pulse(memory), new Pulse(memory)]
    expect(watcher.shown()).toEqual([])
    thread.show(['file:a', 'file:b'])
    expect(watcher.shown()).toEqual(['file:a', 'file:b'])
    thread.show([])
    expect(watcher.shown()).toEqual([])
  })

  it('is read whole or not at all while the thread writes', async () => {
    const memory = pulseMemory()
    const thread = new Worker(threadUrl(new URL('../../../support/pulse-writer.ts', import.meta.url)), {
      workerData: memory,
    })
    const watcher = new Pulse(memory)
    const lengths = new Set<number>()
    for (let round = 0; round < 200 || !lengths.has(20_005); round++) {
      for (let read = 0; read < 200; read++) lengths.add(watcher.shown().join().length)
      await new Promise(setImmediate)
    }
    thread.postMessage('stop')
    expect([...lengths].filter(length => ![0, 6, 20_005].includes(length))).toEqual([])
  }, 60_000)
})
