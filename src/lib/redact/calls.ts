import {type Span, spansOfValue} from './value.ts'
import type {Writing} from './writing.ts'

/** A call whose first argument is a string. */
const callPattern = /(?<![\w$])([A-Za-z_$][\w$]{0,80})\(\s{0,80}(?=\\{0,3}["'`])/g
/** Calls that take a secret: `.apiKey("…")`, `with_api_key("…")`, `new ApiKeyCredential("…")`. */
const settingName =
  /^(?:with|set|use)?_?(?:[a-z]{2,12}_?)?(?:api_?key|api_?token|(?:access|auth|bearer|refresh|session)_?token|password|passwd|client_?secret|secret_?(?:access_?)?key)(?:_?credentials?)?$/i
/** Calls that take the name of a secret. */
const askingName = /^(?:get|read|fetch|load|find|resolve|lookup|need|require|ask|prompt)/i
/** `password Wint3r!62#Hill`, of which only a password has such signs. */
const spokenPattern =
  /\b(?:password|passphrase|passcode)[ \t]{1,4}(?=\S{0,80}[a-z])(?=\S{0,80}[A-Z])(?=\S{0,80}\d)(?=\S{0,80}[!#$%&*+@^~])([^\s"'`<>()[\]{}]{6,80})/g

/** Secrets that a call sets, and those that a sentence names. */
export function spansOfCalls(text: string, writing: Writing): Span[] {
  const called = [...text.matchAll(callPattern)].flatMap(({index, 0: all, 1: name = ''}) => {
    const kind =
      settingName.test(name) && !askingName.test(name) ? 'secret' : /^log_?in$/i.test(name) ? 'maybe' : 'none'
    return kind === 'none' ? [] : spansOfValue(text, index + all.length, {kind, writing})
  })
  const spoken = [...text.matchAll(spokenPattern)].map(({index, 0: all, 1: value = ''}) => ({
    start: index + all.length - value.length,
    end: index + all.length,
  }))
  return [...called, ...spoken]
}
