import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {withoutContent} from '../../../src/observe/content.ts'
import {parseRawJson} from '../../../src/observe/intake/raw-json.ts'
import {readOtlpJson} from '../../../src/observe/otlp/json.ts'
import type {TelemetryRecord} from '../../../src/observe/otlp/record.ts'

const long = 'an answer, "quoted" \\ and {"a":{"b":"c"}} '.repeat(20)
const attribute = (key: string, text: string) => ({key, value: {stringValue: text}})
const request = (...attributes: object[]) => ({
  resourceSpans: [{scopeSpans: [{scope: {name: 'ü'}, spans: [{name: 's', attributes}]}]}],
})
const cut = (value: unknown): unknown => JSON.parse(withoutContent(JSON.stringify(value)))

function attributesIn(bytes: Buffer): TelemetryRecord['attributes'] {
  const json = parseRawJson(bytes)
  const records: TelemetryRecord[] = []
  if (json !== undefined) readOtlpJson(json, record => records.push(record))
  return records.flatMap(({attributes}) => attributes)
}

describe('withoutContent', () => {
  it.each([
    'gen_ai.output.messages',
    'gen_ai.tool.call.result',
    'input.value',
    'ai.response.text',
    'http.request.body',
    'body',
  ])('cuts a long %s', key => {
    expect(cut(request(attribute('a.b', 'x'), attribute(key, long), attribute('gen_ai.request.model', 'm')))).toEqual(
      request(attribute('a.b', 'x'), attribute(key, ''), attribute('gen_ai.request.model', 'm')),
    )
  })

  it('keeps what is read, however long', () => {
    const definitions = {
      key: 'gen_ai.tool.definitions',
      value: {kvlistValue: {values: [attribute('description', long)]}},
    }
    const all = request(
      attribute('gen_ai.system_instructions', long),
      attribute('gen_ai.input.messages', `${long} "role": "system"`),
      definitions,
    )
    expect(cut(all)).toEqual(all)
  })

  it('keeps a name without a dot that is inside a value, or the content of an event', () => {
    const pairs = {key: 'a.b', value: {kvlistValue: {values: [attribute('text', long)]}}}
    for (const all of [request(attribute('body', long), pairs), request(attribute('content', long))])
      expect(cut(all)).toEqual(all)
  })

  it.each([
    ['short texts', request(attribute('input.value', 'x'))],
    [
      'values of other kinds',
      request(
        {key: 'a.b', value: {boolValue: true}},
        {key: 'c.d', value: {arrayValue: {values: [{stringValue: long}]}}},
      ),
    ],
    ['attributes in another order', request({value: {stringValue: long}, key: 'input.value'})],
    [
      'text that looks like an attribute',
      request(attribute('gen_ai.system_instructions', JSON.stringify(attribute('input.value', long)))),
    ],
  ])('leaves %s alone', (_what, value) => expect(cut(value)).toEqual(value))

  it('leaves a line alone that ends within a text', () => {
    const text = JSON.stringify(request(attribute('input.value', long)))
    for (const end of [text.length - 20, 200, 400])
      expect(parseRawJson(Buffer.from(text.slice(0, end)))).toBeUndefined()
  })

  it('changes nothing that is read, whatever the attributes', () => {
    const keys = fc.constantFrom(
      'gen_ai.input.messages',
      'input.value',
      'gen_ai.request.model',
      'llm.tools.0.tool.json_schema',
      'x',
      'service.name',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.string({unit: 'binary'}),
      fc.constant(long),
      fc.string().map(text => `${long}${text}"}}system`),
    )
    const lists = fc.array(fc.tuple(keys, texts), {maxLength: 8})
    fc.assert(
      fc.property(lists, list => {
        const bytes = Buffer.from(JSON.stringify(request(...list.map(([key, text]) => attribute(key, text)))))
        const spaced = Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), undefined, 1))
        expect(attributesIn(bytes)).toEqual(attributesIn(spaced))
      }),
      {numRuns: 30},
    )
  })
})

describe('parseRawJson', () => {
  it.each([
    ['bytes beyond ASCII', '{"a": "für – 東京 🗼"}', 'für – 東京 🗼'],
    ['escapes beyond ASCII', '{"a": "f\\u00fcr"}', 'für'],
    ['both together', '{"a": "f\\u00fcr – \\u00c3\\u00bc"}', 'für – Ã¼'],
    ['escapes that stand for ASCII', '{"a": "ü \\u003c\\u0026"}', 'ü <&'],
    ['a mark of byte order', '\ufeff{"a": "ü"}', 'ü'],
  ])('reads %s', (_what, text, meant) => {
    const json = parseRawJson(Buffer.from(text))
    expect(json?.toText((json.value as {a: string}).a)).toBe(meant)
  })

  it.each(['', '{', '{"a": 1} x', '\u00fc', 'nul'])('gives nothing for %j', text =>
    expect(parseRawJson(Buffer.from(text))).toBeUndefined(),
  )
})
