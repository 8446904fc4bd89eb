/** Keys of a file that hold what was recorded, each as a list. */
export const recordedKeys = ['fixtures', 'recordings', 'interactions'] as const

/** Where the first key stands, after comments at most as long as a licence. */
const headLength = 10_000
const plainLine = /^(?:#|---\s*$|\s*$)/
const recordedKey = new RegExp(`^(?:${recordedKeys.join('|')}):[ \\t\\r]*$`)
const furtherDocument = /\n---(?:\s|$)/

/**
 * Whether a YAML text is what a test replays, requests and answers of a server, as VCR and its like write them: it
 * configures nothing, and a repository has hundreds of megabytes of it. A stream with further documents is not.
 */
export function isRecordedTraffic(text: string): boolean {
  const lines = text.slice(0, headLength).split('\n')
  const [key = '', item = ''] = lines.filter(line => !plainLine.test(line))
  return recordedKey.test(key) && /^[ \t]*- /.test(item) && !furtherDocument.test(text.slice(text.indexOf(`${key}\n`)))
}
