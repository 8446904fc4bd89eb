import {describe, expect, it} from 'vitest'
import type {AssembleContext, Detector} from '../../../src/detectors/detector.ts'
import type {Extraction} from '../../../src/inventory/inventory.ts'
import type {OpenFile} from '../../../src/inventory/source.ts'
import {memoryReader} from '../../../src/lib/byte-reader.ts'
import {AibomError} from '../../../src/lib/errors.ts'
import type {Seal} from '../../../src/lib/fs/sealed-pack.ts'
import {KeptParts} from '../../../src/pipeline/extract/kept-parts.ts'
import {DirectorySource} from '../../../src/sources/dir.ts'
import {temporaryFolder} from '../../support/run.ts'

const detector: Detector = {
  id: 'reader',
  version: 1,
  finds: [],
  required: () => true,
  extract: async () => ({assets: []}),
}
const sealOf = (sign: string): Seal => ({id: sign.repeat(64), key: sign.repeat(64)})

interface World {
  readonly siblings?: Readonly<Record<string, string>>
  readonly seals?: readonly Seal[]
  readonly walked?: Readonly<Record<string, boolean>>
}

function openFile(path: string, text: string): OpenFile {
  const bytes = new TextEncoder().encode(text)
  return {
    path,
    byteLength: BigInt(bytes.byteLength),
    known: [],
    text: async () => text,
    bytes: async () => memoryReader(bytes),
  }
}

function contextOf({siblings = {'b.txt': 'one'}, walked = {'a.txt': false}}: World): AssembleContext {
  return {
    signal: new AbortController().signal,
    scopeOf: () => 'product',
    async sibling(path) {
      const text = siblings[path]
      if (text === '!') throw new AibomError('AIBOM_FILE_UNREADABLE', 'no')
      return text === undefined ? undefined : openFile(path, text)
    },
    files: new Map(Object.entries(walked).map(([path, ignored]) => [path, {path, byteLength: 1n, known: [], ignored}])),
  }
}

/** One run: the text of b.txt and whether c.txt is there, and whether it had to be worked out. */
function assembler(cache: string) {
  return async (world: World = {}): Promise<{readonly notes: Extraction['notes']; readonly isNew: boolean}> => {
    const source = new DirectorySource('/', [])
    using kept = KeptParts.open(source, source.folder(), [detector], cache, 'build')
    let isNew = false
    const result = await kept?.assembled(detector, world.seals ?? [sealOf('a')], contextOf(world), async context => {
      isNew = true
      const b = await context.sibling('b.txt').catch(() => undefined)
      return {assets: [], notes: [await b?.text(100), (await context.sibling('c.txt')) !== undefined]}
    })
    kept?.save()
    return {notes: result?.notes, isNew}
  }
}

describe('what an assembly came to', () => {
  it('is known where it is given the same', async () => {
    const run = assembler(temporaryFolder())
    expect(await run()).toEqual({notes: ['one', false], isNew: true})
    expect(await run()).toEqual({notes: ['one', false], isNew: false})
  })

  it.each<readonly [string, World, unknown[]]>([
    ['a sibling changed', {siblings: {'b.txt': 'two'}}, ['two', false]],
    ['a sibling is gone', {siblings: {}}, [undefined, false]],
    ['a sibling is there now', {siblings: {'b.txt': 'one', 'c.txt': ''}}, ['one', true]],
    ['a sibling cannot be read', {siblings: {'b.txt': '!'}}, [undefined, false]],
    ['a sibling grew too large', {siblings: {'b.txt': 'x'.repeat(2 ** 22 + 1)}}, ['x'.repeat(2 ** 22 + 1), false]],
    ['one of its files changed', {seals: [sealOf('b')]}, ['one', false]],
    ['it has another file', {seals: [sealOf('a'), sealOf('b')]}, ['one', false]],
    ['another path was walked', {walked: {'a.txt': false, 'd.txt': false}}, ['one', false]],
    ['a path is ignored now', {walked: {'a.txt': true}}, ['one', false]],
  ])('is worked out again where %s', async (_what, world, notes) => {
    const run = assembler(temporaryFolder())
    await run()
    expect(await run(world)).toEqual({notes, isNew: true})
    expect((await run()).notes).toEqual(['one', false])
  })

  it.each<readonly [string, World]>([
    ['could not be read', {siblings: {'b.txt': '!'}}],
    ['is too large', {siblings: {'b.txt': 'x'.repeat(2 ** 22 + 1)}}],
  ])('is not kept where a sibling %s', async (_what, world) => {
    const run = assembler(temporaryFolder())
    await run(world)
    expect((await run(world)).isNew).toBe(true)
  })
})
