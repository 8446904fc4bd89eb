import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {makeRepositories} from '../../../test/support/repositories.ts'
import {launcher} from '../measure.ts'

/** Small repositories, of which fifty share a model. @returns a list of their URLs, as a file */
export function makeList(folder: string, count: number): string {
  const repositories = makeRepositories(join(folder, 'code'), count, at => ({
    'app.py': `from transformers import pipeline\npipe = pipeline("text-generation", model="acme/model-${at % 50}")\n`,
    'requirements.txt': 'transformers==4.44.0\nopenai==1.0.0\n',
  }))
  const list = join(folder, 'list')
  writeFileSync(list, repositories.map(repository => pathToFileURL(repository).href).join('\n'))
  return list
}

/** A command of a fleet on one database. */
export function fleetCommand(database: string): (...words: string[]) => string[] {
  return (...words) => [process.execPath, launcher, 'fleet', ...words, '--database', database]
}
