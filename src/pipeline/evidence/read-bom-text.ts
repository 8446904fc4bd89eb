import {readUserBytes} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import {bomLimitBytes} from '../open-inventory.ts'

/**
 * The text of a BOM that holds evidence, or is to hold it.
 * @param shown as typed
 * @throws {AibomError} exit 2: `AIBOM_FILE_NOT_FOUND`, `AIBOM_FILE_UNREADABLE`, `AIBOM_FILE_TOO_LARGE`
 */
export function readBomText(absolutePath: string, shown: string): string {
  return decodeText(readUserBytes(absolutePath, shown, bomLimitBytes, 'Write one with: aibom generate'))
}
