import {asRecord, asText} from '../../lib/narrow.ts'

/** The text of an attachment, in base64 or not; undefined where there is none. */
export function attachmentText(attachment: unknown): string | undefined {
  const {content, encoding} = asRecord(attachment) ?? {}
  const text = asText(content)
  return text !== undefined && encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text
}
