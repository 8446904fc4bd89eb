import {dirname, join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readHead} from '../../lib/fs/read-file.ts'

/** Where a model signature covers a whole folder. */
const folderSignature = 'model.sig'
/** A bundle begins with its media type. */
const recognisedBytes = 200

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
  if (path === '-') throw new AibomError('AIBOM_USAGE', 'a signature is written to a file: --output - is none')
  const kind = kindOfPath(absolutePath)
  if (!replace && kind !== undefined) {
    throw new AibomError('AIBOM_SIGNATURE_EXISTS', `${path} already exists`, {
      hint: 'Write elsewhere with --output FILE, or replace it with --replace',
    })
  }
  if (kind === 'file' && !isSignature(absolutePath)) {
    throw new AibomError('AIBOM_SIGNATURE_EXISTS', `${path} exists and is not a signature, so it is not replaced`, {
      hint: 'Write elsewhere with --output FILE',
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

/** By its name or its content: weights, keys and BOMs are kept from a wrong `--output`. */
function isSignature(absolutePath: string): boolean {
  if (/\.(?:sig|sigstore\.json)$/.test(absolutePath)) return true
  const begin = readHead(absolutePath, absolutePath, recognisedBytes)
  return /^\s*\{\s*"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.bundle/.test(begin.toString('latin1'))
}

function signedFolderAbove(absolutePath: string): string | undefined {
  for (let folder = dirname(absolutePath); ; folder = dirname(folder)) {
    if (kindOfPath(join(folder, folderSignature)) === 'file') return folder
    if (folder === dirname(folder)) return undefined
  }
}
