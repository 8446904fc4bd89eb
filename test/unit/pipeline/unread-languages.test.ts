import {describe, expect, it} from 'vitest'
import type {FileEntry} from '../../../src/inventory/source.ts'
import {unreadLanguages} from '../../../src/pipeline/unread-languages.ts'

const files = (...paths: string[]): ReadonlyMap<string, FileEntry> =>
  new Map(paths.map(path => [path, {path, byteLength: 1n, known: []} satisfies FileEntry]))

describe('languages that are not read', () => {
  it('gives one gap a language, at its first file', () => {
    expect(unreadLanguages(files('pkg/b.go', 'main.py', 'cmd/a.go', 'App.java'))).toEqual([
      expect.objectContaining({code: 'language-not-read', path: 'cmd/a.go', message: expect.stringMatching(/^2 files in Go/)}),
      expect.objectContaining({code: 'language-not-read', path: 'App.java', message: expect.stringMatching(/^one file in Java/)}),
    ])
  })

  it('says nothing of what is read, of data, and of what git ignores', () => {
    const ignored: FileEntry = {path: 'build/x.go', byteLength: 1n, known: [], ignored: true}
    expect(unreadLanguages(new Map([...files('a.py', 'b.ts', 'c.json', 'd.md', 'Dockerfile', 'go'), ['build/x.go', ignored]]))).toEqual([])
  })
})
