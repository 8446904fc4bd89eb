import type {FolderEntry} from '../../lib/fs/folder-list.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {PlainAddress} from '../../review/context.ts'

const codePattern = /\.(?:py|js|mjs|cjs|ts|tsx|jsx|java|kt|go|rs|rb|php|cs|swift|sh|bash|ps1)$/i
/** Tests, examples and packages of others name what nobody has to run. */
const elsewhere =
  /(?:^|\/)(?:tests?|__tests__|specs?|examples?|docs?|node_modules|vendor|dist-packages|site-packages)\//i
const fileLimit = 5000
const bytesLimit = 1024 * 1024
const addressLimit = 100

/** On a line that calls something, or names where it is called. */
const sending =
  /\b(?:post|put|patch|get|request|fetch|send|urlopen|axios|curl|wget|connect|client|url|uri|endpoint|host|base_?url|server|webhook)\b/i
const address = /(["'`])(http:\/\/[a-z0-9][\w.-]{0,252}(?::\d{1,5})?(?:\/[^\s"'`]{0,300})?)\1/i
/** Names of formats, which nobody asks. */
const namespaces =
  /^http:\/\/(?:www\.)?(?:w3\.org|schemas?\.|xmlns\.|purl\.org|json-schema\.org|schemas\.xmlsoap\.org|apache\.org\/licenses)/i

/** Addresses without encryption to which the code of a delivery sends something, as it is written. */
export function plainAddressesIn(entries: readonly FolderEntry[]): PlainAddress[] {
  const code = entries.filter(
    ({path, kind, link, byteLength}) =>
      kind === 'file' &&
      link === undefined &&
      byteLength <= bytesLimit &&
      codePattern.test(path) &&
      !elsewhere.test(path),
  )
  return code.slice(0, fileLimit).flatMap(addressesIn).slice(0, addressLimit)
}

function addressesIn({path, absolutePath}: FolderEntry): PlainAddress[] {
  const lines = decodeText(readUserBytes(absolutePath, path, bytesLimit, '')).split('\n')
  return lines.flatMap((text, index) => {
    const found = text.length > lineLimit || isComment(text) ? undefined : address.exec(text)?.[2]
    const isSent = found !== undefined && !namespaces.test(found) && sending.test(text.replace(found, ''))
    return isSent ? [{path, line: index + 1, address: found}] : []
  })
}

/** Longer lines are data, or made by a program. */
const lineLimit = 2000

function isComment(text: string): boolean {
  return /^\s*(?:#|\/\/|\*|--)/.test(text)
}
