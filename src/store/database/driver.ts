import {AibomError, systemErrorCode} from '../../lib/errors.ts'

/**
 * Loads a library that an installation may have left out: it is optional, since most commands need no database.
 * @throws {AibomError} `AIBOM_DATABASE_LIBRARY`
 */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new AibomError('AIBOM_DATABASE_LIBRARY', `${name} is not installed, or has no binary for this platform`, {
      hint: `Install aibom with its optional dependencies, or add it: npm install ${name}`,
      cause: error,
    })
  }
}
