import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {deflateSync} from 'node:zlib'
import {writeFiles} from './git.ts'

/**
 * Writes many repositories of one commit each, which costs a fraction of what starting git for them does.
 * @param filesOf the files of one of them, in its top folder, by name
 * @returns their folders, absolute
 * @see gitrepository-layout(5); "Git Objects" in the chapter "Git Internals" of the book Pro Git
 */
export function makeRepositories(
  folder: string,
  count: number,
  filesOf: (at: number) => Readonly<Record<string, string>>,
): string[] {
  return Array.from({length: count}, (_, at) => {
    const files = filesOf(at)
    const [repository, names] = [join(folder, `r${at}`), Object.keys(files).sort()]
    writeFiles(repository, files)
    const own = join(repository, '.git')
    const entries = names.flatMap(name => [
      Buffer.from(`100644 ${name}\0`),
      writeObject(own, 'blob', Buffer.from(files[name] ?? '')),
    ])
    const tree = writeObject(own, 'tree', Buffer.concat(entries))
    const by = 'A <a@example.invalid> 1767225600 +0000'
    const message = `tree ${tree.toString('hex')}\nauthor ${by}\ncommitter ${by}\n\nall\n`
    const commit = writeObject(own, 'commit', Buffer.from(message))
    writeFiles(own, {
      'refs/heads/main': `${commit.toString('hex')}\n`,
      HEAD: 'ref: refs/heads/main\n',
      config: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n',
    })
    return repository
  })
}

/** @returns its id, as bytes */
function writeObject(own: string, kind: 'blob' | 'tree' | 'commit', content: Buffer): Buffer {
  const stored = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content])
  const id = createHash('sha1').update(stored).digest()
  const hex = id.toString('hex')
  const folder = join(own, 'objects', hex.slice(0, 2))
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, hex.slice(2)), deflateSync(stored))
  return id
}
