import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {diff} from '../../../src/pipeline/changes/diff.ts'
import {sourcePairs} from '../../support/source-pairs/all.ts'
import type {Files, SourcePair} from '../../support/source-pairs/pair.ts'
import {folderOf, quietOptions} from '../../support/threats.ts'

describe('aibom diff', () => {
  it.each(sourcePairs.map(pair => [pair.name, pair] as const))('names %s', (_name, pair) => names(pair))
})

async function names({before, after, expected}: SourcePair): Promise<void> {
  const [old, now] = [sideOf(before), sideOf(after)]
  const {changes} = await diff({...quietOptions(), old, new: now})
  const found = [...new Set(changes.map(({class: name, name: asset}) => `${name} ${asset}`))]
  expect(found.sort()).toEqual([...expected].sort())
}

/** A folder with the files, or the one document among them. */
function sideOf(files: Files): string {
  const folder = folderOf(files)
  return Object.keys(files).join() === 'bom.json' ? join(folder, 'bom.json') : folder
}
