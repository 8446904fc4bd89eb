import {AibomError} from '../../lib/errors.ts'
import {type JsonValue, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {configUnread} from '../../rules/config-unread.ts'
import {LimitReached} from '../budget.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {judgeConfig} from './judge-config.ts'
import {speaksOfModel} from './of-model.ts'

const limitBytes = 128 * 1024 * 1024
const duplicatesShown = 3
/** Texts that may begin like JSON and are read as what they are called. */
const otherText = /\.(?:py|jinja2?|j2|ya?ml|txt|md|csv)$/i

/** A JSON file: the configurations of a model, its vocabulary, its index; or one such value a line. */
export const json: FormatReader = {
  format: 'json',
  matches({name, head}) {
    const text = Buffer.from(head.subarray(0, 64))
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
    const isNamed = /\.jsonl?$/i.test(name) && /^[[{"\dtfn-]/.test(text)
    return isNamed || (!otherText.test(name) && /^(?:\{\s*["}]|\[\s*[[{"\]])/.test(text)) ? 'likely' : undefined
  },
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of JSON`)
    const text = new TextDecoder('utf-8').decode(file.bytes.read(0n, file.byteLength))
    const texts = /\.jsonl$/i.test(file.name) ? text.split('\n').filter(line => line.trim() !== '') : [text]
    let isOfModel = false
    for (const each of texts) {
      const value = parse(file, each)
      if (value === undefined) return
      judgeConfig(file, value)
      isOfModel ||= speaksOfModel(file.name, value)
    }
    if (!isOfModel) file.isOfNoModel()
    file.cover(0, file.byteLength)
  },
}

function parse(file: Examination, text: string): JsonValue | undefined {
  try {
    const {value, duplicates} = parseStrictJson(text, {pythonNumbers: true})
    for (const duplicate of duplicates.slice(0, duplicatesShown))
      file.find(configUnread, `${JSON.stringify(String(duplicate))} stands there twice`, {evidence: String(duplicate)})
    return value
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    file.find(configUnread, error.message)
    return undefined
  }
}
