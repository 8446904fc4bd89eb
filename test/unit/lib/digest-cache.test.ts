import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {cacheFolder, type DigestCache, openDigestCache} from '../../../src/lib/fs/digest-cache.ts'
import {hashFile} from '../../../src/lib/fs/file-hash.ts'

let folder = ''
let cache = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aibom-cache-'))
  cache = join(folder, 'cache', 'aibom')
})
afterEach(() => rmSync(folder, {recursive: true}))

const later = () => Date.now() + 60_000
const open = (now = later): DigestCache => openDigestCache({folder: cache, now})

function keep(path: string, now = later): void {
  const opened = open(now)
  opened.keep(hashFile(path, {algorithms: ['sha256']}))
  opened.save()
}

function file(name: string, content = 'weights'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the digest cache', () => {
  it('knows a file again, under whatever name or link, and nothing of algorithms it was not asked for', () => {
    const path = file('secret-project.gguf')
    symlinkSync(path, join(folder, 'link'))
    keep(path)
    const digests = hashFile(path, {algorithms: ['sha256']}).digests
    expect(open().lookUp(path, ['sha256']).digests).toEqual(digests)
    expect(open().lookUp(join(folder, 'link'), ['sha256']).digests).toEqual(digests)
    expect(open().lookUp(path, ['sha256', 'sha512']).digests).toBeUndefined()
  })

  it('keeps no name, no path and no temporary file', () => {
    keep(file('secret-project.gguf'))
    expect(readdirSync(cache)).toEqual(['digests-v1.json'])
    expect(readFileSync(join(cache, 'digests-v1.json'), 'utf8')).not.toMatch(/secret|aibom-cache/)
  })

  it.each<[string, (path: string) => void]>([
    ['its content', path => writeFileSync(path, 'weighty')],
    ['its times alone', path => utimesSync(path, 1, 1)],
  ])('forgets a file when it changes %s', (_name, change) => {
    const path = file('a')
    keep(path)
    change(path)
    expect(open().lookUp(path, ['sha256']).digests).toBeUndefined()
  })

  it('keeps nothing of a file that was written less than two seconds before', () => {
    keep(file('a'), () => Date.now() + 500)
    expect(existsSync(cache)).toBe(false)
  })

  it.each([
    ['no JSON', '{"1:2:'],
    ['another shape', '[1,2,3]'],
    ['values of another shape', '{"1:2:3:4:5":{"sha256":"zz"},"x":{"sha256":7},"__proto__":{"sha256":"aa"}}'],
    ['endless nesting', '['.repeat(100_000)],
  ])('takes a broken file for an empty one: %s', (_name, content) => {
    const path = file('a')
    keep(path)
    writeFileSync(join(cache, 'digests-v1.json'), content)
    expect(open().lookUp(path, ['sha256']).digests).toBeUndefined()
    keep(path)
    expect(open().lookUp(path, ['sha256']).digests).toHaveLength(1)
  })

  it('loses nothing when two runs save one after the other', () => {
    const [a, b] = [file('a'), file('b')]
    const [first, second] = [open(), open()]
    first.keep(hashFile(a, {algorithms: ['sha256']}))
    second.keep(hashFile(b, {algorithms: ['sha256']}))
    first.save()
    second.save()
    expect([a, b].map(path => open().lookUp(path, ['sha256']).digests?.length)).toEqual([1, 1])
  })

  it('goes on without a folder that it may write to', () => {
    cache = join(file('a-file'), 'below')
    const opened = open()
    opened.keep(hashFile(file('a'), {algorithms: ['sha256']}))
    expect(opened.save()).toMatch(/ENOTDIR|EEXIST/)
  })
})

describe('cacheFolder', () => {
  it.each([
    [{XDG_CACHE_HOME: '/x'}, 'linux', '/home/u', join('/x', 'aibom')],
    [{XDG_CACHE_HOME: 'relative'}, 'linux', '/home/u', join('/home/u', '.cache', 'aibom')],
    [{}, 'darwin', '/Users/u', join('/Users/u', 'Library', 'Caches', 'aibom')],
    [{LOCALAPPDATA: '/local'}, 'win32', '/u', join('/local', 'aibom')],
    [{}, 'win32', '/u', undefined],
    [{}, 'linux', '', undefined],
  ])('%o on %s', (env, platform, home, folderPath) => {
    expect(cacheFolder(env, platform, home)).toBe(folderPath)
  })
})
