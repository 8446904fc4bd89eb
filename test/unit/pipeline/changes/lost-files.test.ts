import {describe, expect, it} from 'vitest'
import type {Change} from '../../../../src/drift/compare.ts'
import type {Side} from '../../../../src/drift/entry.ts'
import type {Gap} from '../../../../src/inventory/gap.ts'
import {lostFiles} from '../../../../src/pipeline/changes/lost-files.ts'
import {inventoryOf} from '../../../support/change-pairs.ts'

const before: Side = {entries: [], complete: true, unread: new Set()}
const gone: Change = {
  ...{class: 'asset-removed', severity: 'low', kind: 'model', id: 'model:openai/gpt-4o', name: 'gpt-4o'},
  ...{before: [], after: []},
}
const gap: Gap = {path: 'src/huge.py', stage: 'extract', code: 'too-large', message: 'larger than 32 MiB'}
const pathsOf = (paths: readonly string[], gaps: readonly Gap[], names: readonly string[], changes = [gone]) =>
  lostFiles({before, changes}, inventoryOf([], [], {gaps, paths: new Set(paths)}), () => new Set(names)).map(
    ({path}) => path,
  )

describe('lostFiles', () => {
  it('names new files that were not read, and none that were there', () => {
    expect(pathsOf(['src/huge.py'], [gap], ['app.py'], [])).toEqual(['src/huge.py'])
    expect(pathsOf(['src/huge.py'], [gap], ['huge.py'], [])).toEqual([])
    expect(pathsOf(['src/huge.py'], [{...gap, code: 'syntax'}], [], [])).toEqual([])
  })

  it('says nothing of a BOM, whose paths may be of any folder', () => {
    const inventory = inventoryOf([], [], {gaps: [gap]})
    expect(lostFiles({before, changes: [gone]}, inventory, () => new Set())).toEqual([])
  })

  it('names files of the same name that nobody reads, where something is gone', () => {
    expect(pathsOf(['app.txt'], [], ['app.py'])).toEqual(['app.txt'])
    expect(pathsOf(['app.txt'], [], ['app.py'], [])).toEqual([])
    expect(pathsOf(['app.txt', 'app.py'], [], ['app.py'])).toEqual([])
    expect(pathsOf(['app.ts'], [], ['app.py'])).toEqual([])
    expect(pathsOf(['notes.txt'], [], ['app.py', 'notes.md'])).toEqual([])
  })
})
