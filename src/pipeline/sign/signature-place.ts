import {dirname, join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'

/** Where a model signature covers a whole folder. */
const folderSignature = 'model.sig'

/**
 * Refuses a place where a new signature would do harm: where another one lies, and inside a folder whose signature
 * covers every file in it.
 * @param signed the folder that is being signed, whose own signature may be written anew
 * @throws {AibomError} `AIBOM_SIGNATURE_EXISTS`, `AIBOM_SIGNED_FOLDER`
 */
export function assertFreePlace(
  output: {readonly path: string; readonly absolutePath: string},
  signed: string | undefined,
  replace: boolean,
): void {
  const {path, absolutePath} = output
  if (!replace && kindOfPath(absolutePath) !== undefined) {
    throw new AibomError('AIBOM_SIGNATURE_EXISTS', `${path} exists already`, {
      hint: 'Write elsewhere with --output FILE, or replace it with --replace',
    })
  }
  const around = signedFolderAbove(absolutePath)
  if (around === undefined || around === signed || join(around, folderSignature) === absolutePath) return
  throw new AibomError(
    'AIBOM_SIGNED_FOLDER',
    `${path} would lie in a signed folder, whose signature covers every file in it`,
    {
      hint: `Write it outside of ${around} with --output FILE`,
    },
  )
}

function signedFolderAbove(absolutePath: string): string | undefined {
  for (let folder = dirname(absolutePath); ; folder = dirname(folder)) {
    if (kindOfPath(join(folder, folderSignature)) === 'file') return folder
    if (folder === dirname(folder)) return undefined
  }
}
