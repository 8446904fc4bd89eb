import {readdirSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {answerCache} from '../../../../src/lib/http/cache.ts'
import {temporaryFolder} from '../../../support/run.ts'

const answer = (text: string) => ({
  status: 200,
  url: new URL('https://hub.example/x'),
  headers: new Headers({etag: '"1"'}),
  bytes: Buffer.from(text),
})

describe('answers on disk', () => {
  it('are given back as they came, by their key alone', () => {
    const cache = answerCache(temporaryFolder())
    cache.put('a', answer('content'))
    expect(cache.get('a')).toMatchObject({status: 200, etag: '"1"', bytes: Buffer.from('content')})
    expect(cache.get('b')).toBeUndefined()
  })

  it('that do not agree with themselves are none', () => {
    const folder = temporaryFolder()
    answerCache(folder).put('a', answer('content'))
    const [name = ''] = readdirSync(join(folder, 'http'))
    writeFileSync(join(folder, 'http', name), '{"status": 200, "sha256": "00"}\nother')
    expect(answerCache(folder).get('a')).toBeUndefined()
  })

  // file systems keep fractions of a millisecond: not every time has as many digits
  it.each([[[1000, 1001, 1002, 1003]], [[1000.000_123, 1001.000_4, 1002.000_01, 1003]]])(
    'are given up by a later run where they take too much room, the oldest first',
    times => {
      const folder = temporaryFolder()
      const keys = ['a', 'b', 'c', 'd']
      for (const [index, key] of keys.entries()) {
        const before = new Set(index === 0 ? [] : readdirSync(join(folder, 'http')))
        answerCache(folder, 1e9).put(key, answer(key.repeat(1000)))
        const [name = ''] = readdirSync(join(folder, 'http')).filter(each => !before.has(each))
        utimesSync(join(folder, 'http', name), times[index] ?? 0, times[index] ?? 0)
      }
      const later = answerCache(folder, 3000)
      later.put('e', answer('e'))
      expect([...keys, 'e'].filter(key => later.get(key) !== undefined)).toEqual(['d', 'e'])
    },
  )
})
