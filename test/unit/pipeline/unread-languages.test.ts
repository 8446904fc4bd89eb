import {describe, expect, it} from 'vitest'
import type {FileEntry} from '../../../src/inventory/source.ts'
import {unreadLanguages} from '../../../src/pipeline/generate/unread-languages.ts'

const files = (...paths: string[]): ReadonlyMap<string, FileEntry> =>
  new Map(paths.map(path => [path, {path, byteLength: 1n, known: []} satisfies FileEntry]))

describe('languages that are not read', () => {
  it('gives one gap a language, at its first file', () => {
    expect(unreadLanguages(files('pkg/b.ex', 'main.py', 'cmd/a.ex', 'App.scala'))).toEqual([
      expect.objectContaining({
        code: 'language-not-read',
        path: 'cmd/a.ex',
        message: expect.stringMatching(/^2 files in Elixir/),
      }),
      expect.objectContaining({
        code: 'language-not-read',
        path: 'App.scala',
        message: expect.stringMatching(/^one file in Scala/),
      }),
    ])
  })

  it('says nothing of what is read, of data, and of what git ignores', () => {
    const ignored: FileEntry = {path: 'build/x.ex', byteLength: 1n, known: [], ignored: true}
    expect(
      unreadLanguages(
        new Map([...files('a.py', 'b.ts', 'c.json', 'd.md', 'Dockerfile', 'go'), ['build/x.ex', ignored]]),
      ),
    ).toEqual([])
  })
})
