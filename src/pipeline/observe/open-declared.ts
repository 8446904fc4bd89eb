import {resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {type Declared, declaredOfEntries, declaredOfInventory} from '../../observe/declared/declared.ts'
import {openSide} from '../changes/open-side.ts'
import type {ObserveOptions} from './options.ts'

const lockName = 'aibom.lock'

/**
 * What the named locks, BOMs and sources declare; the lock of the current folder where none is named.
 * @throws {AibomError} `AIBOM_AGAINST_MISSING`
 */
export async function openDeclared(options: ObserveOptions): Promise<Declared[]> {
  const named = options.against.length > 0 ? options.against : [lockName]
  if (options.against.length === 0 && kindOfPath(resolve(options.cwd, lockName)) !== 'file') {
    throw new AibomError(
      'AIBOM_AGAINST_MISSING',
      'nothing to compare the telemetry with: there is no aibom.lock here',
      {
        hint: 'Name a lock or a BOM of the deployed application: aibom observe TRACES --against app.cdx.json',
      },
    )
  }
  const documents: Declared[] = []
  for (const path of new Set(named)) {
    const {inventory, form, project} = await openSide(path, options)
    const {entries} = project('digest')
    documents.push(
      inventory === undefined || form === 'lock'
        ? declaredOfEntries(entries, path)
        : declaredOfInventory(inventory, entries, path, form),
    )
  }
  return documents
}
