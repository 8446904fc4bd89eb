import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {systemErrorCode} from '../../lib/errors.ts'
import {unusable} from '../../lib/fs/temporary-folder.ts'
import {whyUnwritable} from '../../lib/fs/write-file.ts'

/** What `git init --bare` writes without a template; a program less is started for each repository. */
const files: Readonly<Record<string, string>> = {
  HEAD: 'ref: refs/heads/main\n',
  config: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n',
}
const folders: readonly string[] = ['objects', 'refs']

/**
 * Makes an empty bare repository in an empty folder.
 * @throws {AibomError} `AIBOM_TEMPORARY_FOLDER` where it cannot be written
 * @see gitrepository-layout(5)
 */
export function makeBareRepository(folder: string): void {
  try {
    for (const name of folders) mkdirSync(join(folder, name), {recursive: true})
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    throw unusable(`a repository could not be made in the temporary folder: ${whyUnwritable(error)}`, error)
  }
}
