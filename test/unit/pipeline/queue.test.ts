import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {extractCosts} from '../../../src/pipeline/extract/extract-help.ts'
import {Queue} from '../../../src/pipeline/worker/queue.ts'
import {threadCount} from '../../../src/pipeline/worker/threads.ts'

const file = (path: string, byteLength: number) => ({
  file: {path, byteLength: BigInt(byteLength), known: []},
})

describe('the queue of files', () => {
  it('gives each file once, to whoever asks, the largest first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), {maxLength: 60}), fc.array(fc.boolean()), (sizes, turns) => {
        const queue = new Queue(
          sizes.map((size, at) => file(`${at}`, size)),
          extractCosts,
        )
        const given: string[] = []
        for (let at = 0; given.length < sizes.length; at++) {
          const files =
            turns[at % Math.max(1, turns.length)] === true
              ? queue.takeBatch(2)
              : [queue.take()].flatMap(each => each ?? [])
          expect(files.length).toBeGreaterThan(0)
          given.push(...files.map(each => each.file.path))
        }
        expect(given.map(path => Math.min(sizes[Number(path)] ?? 0, 1_048_576))).toEqual(
          given.map(path => Math.min(sizes[Number(path)] ?? 0, 1_048_576)).sort((a, b) => b - a),
        )
        expect(new Set(given).size).toBe(sizes.length)
        expect([queue.take(), queue.takeBatch(2), queue.bytes]).toEqual([undefined, [], 0])
      }),
    )
  })

  it('keeps what helpers gave back for the asking thread', () => {
    const queue = new Queue([file('a', 1), file('b', 2)], extractCosts)
    expect(queue.takeBatch(2).map(each => each.file.path)).toEqual(['b'])
    queue.giveBack([file('b', 2)])
    expect(queue.takeBatch(2).map(each => each.file.path)).toEqual(['a'])
    expect(queue.takeBatch(2)).toEqual([])
    expect([queue.take(), queue.take()].map(each => each?.file.path)).toEqual(['b', undefined])
  })
})

describe('how many threads read', () => {
  it.each([
    [4, 64 * 2 ** 30, 4],
    [64, 2 ** 30, 4],
    [64, 2 ** 20, 1],
    [1, 2 ** 40, 1],
  ])('%i asked, %i bytes left: %i', (asked, bytes, count) => expect(threadCount(asked, bytes)).toBe(count))
})
