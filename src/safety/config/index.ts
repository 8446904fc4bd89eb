import {AibomError} from '../../lib/errors.ts'
import {type JsonValue, parseStrictJson} from '../../lib/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {LimitReached} from '../budget.ts'
import type {FormatReader} from '../reader.ts'
import {judgeConfig} from './judge-config.ts'

const limitBytes = 128 * 1024 * 1024
const duplicatesShown = 3

/** A JSON file: the configurations of a model, its vocabulary, its index. */
export const json: FormatReader = {
  format: 'json',
  matches({name, head}) {
    const text = Buffer.from(head.subarray(0, 64))
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
    return /\.json$/i.test(name) && /^[[{"\dtfn-]/.test(text) ? 'certain' : undefined
  },
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of JSON`)
    const text = new TextDecoder('utf-8').decode(file.bytes.read(0n, file.byteLength))
    let value: JsonValue
    try {
      const parsed = parseStrictJson(text)
      value = parsed.value
      for (const duplicate of parsed.duplicates.slice(0, duplicatesShown))
        file.find(configUnread, `${JSON.stringify(String(duplicate))} stands there twice`, {evidence: String(duplicate)})
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      file.find(configUnread, error.message)
      return
    }
    file.cover(0, file.byteLength)
    judgeConfig(file, value)
  },
}
