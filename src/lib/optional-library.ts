import {AibomError, systemErrorCode} from './errors.ts'

/**
 * Loads a library that an installation may have left out: most commands do without it.
 * @throws {AibomError} `AIBOM_LIBRARY_MISSING`
 */
export async function loadOptional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error
    throw new AibomError('AIBOM_LIBRARY_MISSING', `${name} is not installed, or has no binary for this platform`, {
      hint: `Install aibom with its optional dependencies, or add it: npm install ${name}`,
      cause: error,
    })
  }
}
