import {redactKeys} from './keys-in-text.ts'
import {redactFields, redactFlags, redactPairs, type Scan} from './pairs.ts'
import {mark, redactTokens} from './tokens.ts'
import {redactUrls} from './url.ts'
import type {Writing} from './writing.ts'

/** A value as long as this is looked for where it stands without its name, too. */
const shortestRepeated = 8
const repeatedLimit = 200

/**
 * Text without secrets: tokens that show themselves, credentials in URLs, values beside the name of a secret, words
 * that are like keys. Line breaks stay where they are.
 * @param writing code: a bare word is an expression · data: it is a value · prose: it is a word
 */
export function redactText(text: string, writing: Writing = 'prose'): string {
  if (text.length < 8) return text
  const scan: Scan = {writing, values: new Set()}
  const named = redactFlags(redactFields(redactPairs(redactUrls(redactTokens(text)), scan), scan), scan)
  return redactRepeated(redactKeys(named, writing), scan.values)
}

/** A password that was seen beside its name is hidden where it stands alone. */
function redactRepeated(text: string, values: ReadonlySet<string>): string {
  const repeated = [...values]
    .filter(value => value.length >= shortestRepeated && !/^[a-z]+$/.test(value))
    .slice(0, repeatedLimit)
  return repeated.sort((a, b) => b.length - a.length).reduce((shown, value) => shown.replaceAll(value, mark), text)
}
