import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Detector} from '../../../src/detectors/detector.ts'
import {AibomError} from '../../../src/lib/errors.ts'
import {collect} from '../../../src/pipeline/generate/collect.ts'
import {noProgress} from '../../../src/pipeline/progress.ts'
import {fileKey, unwatched, type Watch} from '../../../src/pipeline/worker/watch.ts'
import {DirectorySource} from '../../../src/sources/dir.ts'
import type {Source} from '../../../src/sources/source.ts'
import {temporaryFolder} from '../../support/run.ts'

type Extract = Detector['extract']

function folderOf(count: number): string {
  const root = temporaryFolder()
  mkdirSync(join(root, 'sub'))
  for (let at = 0; at < count; at++)
    writeFileSync(join(root, at % 2 === 0 ? '.' : 'sub', `${String(at).padStart(3, '0')}.txt`), `${at}`)
  return root
}

function detectorOf(extract: Extract): Detector {
  return {id: 'text', version: 1, finds: ['prompt'], required: ({path}) => path.endsWith('.txt'), extract}
}

function run(source: Source, extract: Extract, signal: AbortSignal = new AbortController().signal, watch?: Watch) {
  return collect(source, {detectors: [detectorOf(extract)], signal, progress: noProgress, skip: new Set(), watch})
}

const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('collect', () => {
  it('gives what was extracted in the order of the paths, whichever file was ready first', async () => {
    await using source = new DirectorySource(folderOf(40), [])
    const {extractions} = await run(source, async file => {
      for (let turns = Number(await file.text(10)) % 7; turns > 0; turns--) await pause()
      return {assets: [], gaps: [{path: file.path, stage: 'extract', code: 'too-many', message: ''}]}
    })
    const paths = [...extractions.values()].flatMap(({gaps = []}) => gaps.map(({path}) => path))
    expect(paths).toHaveLength(40)
    expect(paths).toEqual([...paths].sort())
  })

  it('makes a file that its detector cannot read a gap, and reads the rest', async () => {
    await using source = new DirectorySource(folderOf(4), [])
    const {extractions, gaps} = await run(source, async file => {
      if (file.path === '000.txt') throw new AibomError('AIBOM_FILE_UNREADABLE', 'no')
      return {assets: [], notes: [{path: file.path, symbol: 'seen', value: file.path}]}
    })
    expect(gaps.map(({path}) => path)).toEqual(['000.txt'])
    expect([...extractions.values()][0]?.notes).toHaveLength(3)
  })

  it('makes a file on which its detector fails a gap that says so, and reads the rest', async () => {
    await using source = new DirectorySource(folderOf(6), [])
    const {extractions} = await run(source, async file => {
      if (file.path === '002.txt') throw new TypeError('a bug')
      return {assets: [], notes: [{path: file.path}]}
    })
    const [found] = extractions.values()
    expect(found?.gaps).toEqual([
      {
        path: '002.txt',
        stage: 'extract',
        code: 'reader-crashed',
        message: 'text failed on it, which is a bug in aibom: a bug',
      },
    ])
    expect(found?.notes).toHaveLength(5)
  })

  it('leaves out what an earlier attempt gave up, and says why; nobody else gets it as a sibling', async () => {
    await using source = new DirectorySource(folderOf(4), [])
    const givenUp = new Map([[fileKey('002.txt'), {code: 'budget-exceeded', message: 'it took too long'} as const]])
    const read: string[] = []
    const siblings: unknown[] = []
    const {gaps} = await run(
      source,
      async (file, context) => {
        read.push(file.path)
        siblings.push(await context.sibling('002.txt'))
        return {assets: []}
      },
      undefined,
      {...unwatched, givenUp},
    )
    expect(read).toEqual(['000.txt', 'sub/001.txt', 'sub/003.txt'])
    expect(siblings).toEqual([undefined, undefined, undefined])
    expect(gaps).toEqual([
      {path: '002.txt', stage: 'extract', code: 'budget-exceeded', message: 'not read to the end: it took too long'},
    ])
  })

  it('shows which file is read, one at a time on this machine', async () => {
    await using source = new DirectorySource(folderOf(4), [])
    const events: string[] = []
    const watch = {
      ...unwatched,
      begin: (key: string) => events.push(`+${key}`),
      end: (key: string) => events.push(`-${key}`),
    }
    await run(source, async () => ({assets: []}), undefined, watch)
    const files = ['000.txt', '002.txt', 'sub/001.txt', 'sub/003.txt']
    expect(events).toEqual(files.flatMap(file => [`+file:${file}`, `-file:${file}`]))
  })

  it('ends with the reason of an abort, once nobody reads any more', async () => {
    await using source = new DirectorySource(folderOf(60), [])
    const abort = new AbortController()
    let reading = 0
    const extract: Extract = async () => {
      reading++
      abort.abort(new DOMException('stop', 'AbortError'))
      for (let turns = 0; turns < 5; turns++) await pause()
      reading--
      return {assets: []}
    }
    await expect(run(source, extract, abort.signal)).rejects.toMatchObject({name: 'AbortError'})
    expect(reading).toBe(0)
  })

  it('forgets a sibling that could not be opened without a word more', async () => {
    const inner = new DirectorySource(folderOf(120), [])
    await using source: Source = {
      describe: () => inner.describe(),
      walk: signal => inner.walk(signal),
      async open(path) {
        if (path === '000.txt') throw new AibomError('AIBOM_FILE_UNREADABLE', 'no')
        return inner.open(path)
      },
      gaps: () => inner.gaps(),
      notEntered: () => inner.notEntered(),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    }
    const refused: unknown[] = []
    await run(source, async (file, context) => {
      await context.sibling('000.txt').catch(error => refused.push(error))
      await context.sibling(file.path)
      return {assets: []}
    })
    await pause()
    expect(refused.length).toBeGreaterThan(0)
  })
})
