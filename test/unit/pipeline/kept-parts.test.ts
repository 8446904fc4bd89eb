import {mkdirSync, readdirSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Detector} from '../../../src/detectors/detector.ts'
import {detectorContext} from '../../../src/pipeline/extract/context.ts'
import {KeptParts} from '../../../src/pipeline/extract/kept-parts.ts'
import type {FileParts} from '../../../src/pipeline/extract/parts.ts'
import {readFile} from '../../../src/pipeline/extract/read-file.ts'
import {unwatched} from '../../../src/pipeline/worker/watch.ts'
import {DirectorySource} from '../../../src/sources/dir.ts'
import {temporaryFolder} from '../../support/run.ts'

/** Notes the text of each file, and asks for another file where the text says so. */
const reader = (change: Partial<Detector> = {}): Detector => ({
  id: 'reader',
  version: 1,
  finds: [],
  required: ({path}) => path.endsWith('.txt'),
  async extract(file, context) {
    const text = await file.text(1000)
    if (text.startsWith('see ')) await context.sibling(text.slice(4))
    return {assets: [], notes: [text]}
  },
  ...change,
})

interface Run {
  readonly cache?: string
  readonly detector?: Detector
  readonly build?: string
}

/** Reads `a.txt` of a folder as a run does: `recalled` is what was known of it. */
async function run(root: string, {cache, detector = reader(), build = 'build'}: Run): Promise<FileParts | undefined> {
  await using source = new DirectorySource(root, [])
  const file = {path: 'a.txt', byteLength: BigInt(statSync(join(root, 'a.txt')).size), known: []}
  using kept = KeptParts.open(source, source.folder(), [detector], cache, build)
  const claimed = {file, named: detector.required(file) ? [detector] : []}
  const recalled = await kept?.recall(source, claimed)
  const context = detectorContext(source, new AbortController().signal, () => true, unwatched)
  kept?.keep(await readFile({source, detectors: [detector], context, watch: unwatched, realm: kept.realm}, claimed))
  kept?.save()
  return recalled
}

function folderWith(text: string): {readonly root: string; readonly cache: string} {
  const root = temporaryFolder()
  writeFileSync(join(root, 'a.txt'), text)
  return {root, cache: temporaryFolder()}
}

const notesOf = (parts: FileParts | undefined) => parts?.parts.flatMap(({extraction}) => extraction.notes ?? [])

describe('what was read of a file', () => {
  it('is known in the next run, as long as its bytes are the same', async () => {
    const {root, cache} = folderWith('one')
    expect(await run(root, {cache})).toBeUndefined()
    expect(notesOf(await run(root, {cache}))).toEqual(['one'])
    writeFileSync(join(root, 'a.txt'), 'two')
    expect(await run(root, {cache})).toBeUndefined()
    expect(notesOf(await run(root, {cache}))).toEqual(['two'])
  })

  it('is known whatever the times of the file say', async () => {
    const {root, cache} = folderWith('one')
    await run(root, {cache})
    const {atime, mtime} = statSync(join(root, 'a.txt'))
    writeFileSync(join(root, 'a.txt'), 'two')
    utimesSync(join(root, 'a.txt'), atime, mtime)
    expect(await run(root, {cache})).toBeUndefined()
  })

  it.each([
    ['another build', {build: 'other'}],
    ['another version of a detector', {detector: reader({version: 2})}],
    ['another detector', {detector: reader({id: 'other'})}],
    ['no cache', {cache: undefined}],
  ])('is not known to %s', async (_what, change) => {
    const {root, cache} = folderWith('one')
    await run(root, {cache})
    expect(await run(root, {cache, ...change} as Run)).toBeUndefined()
  })

  it('is not kept where it rests on another file, or on what cannot be copied', async () => {
    const {root, cache} = folderWith('see b.txt')
    await run(root, {cache})
    expect(await run(root, {cache})).toBeUndefined()
    const uncopied = folderWith('one')
    const withFunction = reader({extract: async () => ({assets: [], notes: [() => 1]})})
    await run(uncopied.root, {cache: uncopied.cache, detector: withFunction})
    expect(await run(uncopied.root, {cache: uncopied.cache, detector: withFunction})).toBeUndefined()
  })

  it('is not kept of large files', async () => {
    const {root, cache} = folderWith('a'.repeat(4 * 1024 * 1024 + 1))
    await run(root, {cache})
    expect(await run(root, {cache})).toBeUndefined()
  })

  it('takes the place of what was not used for the longest time', async () => {
    const {root, cache} = folderWith('one')
    const folder = join(cache, 'readings-v1')
    mkdirSync(folder)
    for (let index = 0; index < 120; index++) {
      writeFileSync(join(folder, `old-${index}`), '')
      utimesSync(join(folder, `old-${index}`), index, index)
    }
    await run(root, {cache})
    const left = readdirSync(folder)
    expect(left.length).toBe(100)
    expect(left).not.toContain('old-20')
    expect(left).toContain('old-21')
  })
})
