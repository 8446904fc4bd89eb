import {join} from 'node:path'
import {sha256Hex} from '../digest.ts'
import {AibomError, systemErrorCode} from '../errors.ts'
import {makePrivateFolder} from '../fs/private-folder.ts'
import {readUserFile} from '../fs/read-file.ts'
import {writeWhole} from '../fs/write-file.ts'

/** Texts that are kept by their SHA-256 from one run to the next. What was changed meanwhile counts as not kept. */
export interface KeptTexts {
  get(sha256: string): string | undefined
  put(text: string): void
}

const limitBytes = 1024 * 1024

/** @param folder undefined: nothing is kept */
export function keptTexts(folder: string | undefined): KeptTexts {
  if (folder === undefined) return {get: () => undefined, put: () => undefined}
  return {
    get(sha256) {
      try {
        const text = readUserFile(join(folder, sha256), sha256, limitBytes, '')
        return sha256Hex(text) === sha256 ? text : undefined
      } catch (error) {
        if (error instanceof AibomError) return undefined
        throw error
      }
    },
    put(text) {
      try {
        makePrivateFolder(folder)
        writeWhole(join(folder, sha256Hex(text)), text)
      } catch (error) {
        // a folder that cannot be written costs the next run a request, and nothing else
        if (!(error instanceof AibomError) && systemErrorCode(error) === undefined) throw error
      }
    },
  }
}
