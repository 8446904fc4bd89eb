import {stripVTControlCharacters} from 'node:util'
import {showMarks} from '../lib/escape/marks.ts'

const leastPattern = /^Expected an integer greater than or equal to (-?\d+) but received: ([\s\S]*)$/
const mostPattern = /^Expected an integer less than or equal to (-?\d+) but received: ([\s\S]*)$/
const numberPattern = /^Expected an integer but received: ([\s\S]*)$/
const parsingPattern = /^Parsing (--[\w-]+) ?\n\t/
const severalPattern = /^The following errors? occurred:\n/
const togetherPattern = /^--([\w-]+)=[\s\S]* cannot also be provided when using --([\w-]+)$/

/**
 * What the framework says of a mistake on the command line, in our words; what is not known stays as it is.
 * @param argv the words of the command line: they stand in the message as they were typed, line breaks and all
 */
export function plainMessage(message: string, argv: readonly string[]): string {
  const text = stripVTControlCharacters(shownWords(message, argv))
    .replace(/\nSee more help with --help$/, '')
    .trim()
  const flag = parsingPattern.exec(text)
  if (flag !== null) return numberMessage(flag[1] ?? '', text.slice(flag[0].length))
  const several = severalPattern.exec(text)
  if (several === null) return text
  const lines = text.slice(several[0].length).split('\n')
  return lines.map(line => togetherMessage(line.trim())).join('\n')
}

/** A message with the words of the command line on one line each, their controls shown. */
export function shownWords(message: string, argv: readonly string[]): string {
  return argv.reduce(
    (text, word) => (word === showMarks(word) ? text : text.replaceAll(word, showMarks(word))),
    message,
  )
}

function numberMessage(flag: string, reason: string): string {
  const least = leastPattern.exec(reason)
  if (least !== null) return `${flag} must be ${least[1]} or more, not ${least[2]}`
  const most = mostPattern.exec(reason)
  if (most !== null) return `${flag} must be ${most[1]} or less, not ${most[2]}`
  const number = numberPattern.exec(reason)
  return number === null ? `${flag}: ${reason}` : `${flag} must be a whole number, not ${number[1]}`
}

function togetherMessage(line: string): string {
  const pair = togetherPattern.exec(line)
  return pair === null ? line : `--${pair[1]} and --${pair[2]} cannot be used together`
}
