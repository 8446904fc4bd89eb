import {mkdirSync, readdirSync} from 'node:fs'
import {AibomError, systemErrorCode} from '../errors.ts'
import {kindOfPath} from './read-file.ts'
import {whyUnwritable} from './write-file.ts'

/**
 * Makes a folder unless it is there; the folder that it lies in has to be.
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE`
 */
export function makeFolder(absolutePath: string, shownPath: string): void {
  if (kindOfPath(absolutePath) === 'folder') return
  try {
    mkdirSync(absolutePath)
  } catch (error) {
    throw new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} cannot be made: ${whyUnwritable(error)}`, {
      cause: error,
    })
  }
}

/**
 * Makes a folder for what is written, or takes one that is empty: what lies there may be somebody's.
 * @throws {AibomError} `AIBOM_OUTPUT_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE`
 */
export function makeNewFolder(absolutePath: string, shownPath: string): void {
  try {
    mkdirSync(absolutePath)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') {
      throw new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} cannot be made: ${whyUnwritable(error)}`, {
        cause: error,
      })
    }
    if (isEmptyFolder(absolutePath)) return
    throw new AibomError('AIBOM_OUTPUT_EXISTS', `${shownPath} already exists, and is not overwritten`, {
      hint: 'Name a folder that is new or empty',
    })
  }
}

function isEmptyFolder(absolutePath: string): boolean {
  try {
    return readdirSync(absolutePath).length === 0
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return false
  }
}
