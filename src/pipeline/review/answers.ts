import {resolve} from 'node:path'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {redactText} from '../../lib/redact/text.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {VendorAnswer} from '../../review/questions/answers.ts'
import {parseReplies} from '../../review/questions/reply.ts'
import {letterForm} from './letter-form.ts'
import type {ReviewOptions} from './options.ts'

const limitBytes = 16 * 1024 * 1024

/** What the file of --answers holds, and what of it could not be read. */
export interface OpenedAnswers {
  readonly answers: readonly VendorAnswer[]
  readonly problems: readonly string[]
}

/** Reads the letter that the vendor sent back. @throws {AibomError} exit 2: a file that cannot be read */
export function openAnswers({answers: file, cwd}: ReviewOptions): OpenedAnswers {
  if (file === undefined) return {answers: [], problems: []}
  const form = letterForm(file, '--answers')
  const bytes = readUserBytes(
    resolve(cwd, file),
    file,
    limitBytes,
    'Name the file of --questions that the vendor filled in',
  )
  const {replies, problems} = parseReplies(decodeText(bytes), form, file)
  const answers = replies.map(({reference, text, line}): VendorAnswer => {
    const shown = redactText(text)
    return {reference, text: shown, evidence: {source: 'answers', place: file, line, value: shown}}
  })
  return {answers, problems}
}
