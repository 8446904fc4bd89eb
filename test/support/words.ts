import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {expect} from 'vitest'
import {projectRoot} from './run.ts'

const known = new Map<string, Set<string>>()

/**
 * Whatever a verdict says must be one of the things that the verdicts of this file of tests say:
 * `test/golden/verdicts/<file>.json`, which `npm test -- FILE --update` writes anew. Which test hears which of them, and
 * how often, is the test's own matter.
 * @param said a verdict; what differs from run to run in it (folders, ports, digests, keys) is left out
 */
export function expectWords(said: object): void {
  const {testPath, snapshotState} = expect.getState()
  if (testPath?.includes('/test/unit/') !== true) return
  const path = join(projectRoot, 'test/golden/verdicts', basename(testPath).replace(/\.test\.ts$/, '.json'))
  const isUpdate = Reflect.get(Object(snapshotState), '_updateSnapshot') === 'all'
  const words = known.get(path) ?? new Set(isUpdate ? [] : read(path))
  known.set(path, words)
  const text = steady(said)
  if (words.has(text)) return
  if (!isUpdate) expect([...words]).toContain(text)
  words.add(text)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, `[\n${[...words].sort().join(',\n')}\n]\n`)
}

/** A verdict each line. */
function read(path: string): string[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.filter(line => line.startsWith('{')).map(line => line.replace(/,$/, ''))
}

/** Some lists are in the order of digests, which keys decide. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

function steady(said: object): string {
  return JSON.stringify(said, (_name, value) => (isTexts(value) ? [...value].sort() : value))
    .replaceAll(tmpdir(), '/tmp')
    .replace(/\/tmp\/[\w.-]+/g, '…')
    .replace(/(\/[a-z]+)-[A-Za-z0-9]{6}(?=\/)/g, '$1-…')
    .replace(/\b[0-9a-f]{16,}\b/g, '…')
    .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, '…')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1')
}
