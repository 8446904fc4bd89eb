import {describe, expect, it} from 'vitest'
import {isRecordedTraffic} from '../../../src/formats/recorded-traffic.ts'

const exchange = '- request:\n    uri: https://api.openai.com/v1/responses\n  response:\n    status: 200\n'

describe('what a test replays', () => {
  it.each([
    ['begins with its list', `interactions:\n${exchange}version: 1\n`],
    ['follows comments and the start of a document', `# recorded\n\n---\ninteractions:\n${exchange}`],
    ['has the line breaks of Windows', `interactions:\n${exchange}`.replaceAll('\n', '\r\n')],
    ['is indented', `recordings:\n  - ${exchange.slice(2).replaceAll('\n', '\n  ')}`],
    ['is called fixtures', `fixtures:\n${exchange}`],
  ])('%s', (_what, text) => expect(isRecordedTraffic(text)).toBe(true))

  it.each([
    ['has another key first', `model: gpt-4o\ninteractions:\n${exchange}`],
    ['is no list', 'interactions:\n  model: gpt-4o\n'],
    ['is a text', 'interactions: |\n  - gpt-4o\n'],
    ['lies deeper', `app:\n  interactions:\n  ${exchange.replaceAll('\n', '\n  ')}`],
    ['is followed by another document', `interactions:\n${exchange}---\nmodel: gpt-4o\n`],
    ['is empty', ''],
  ])('is not a text that %s', (_what, text) => expect(isRecordedTraffic(text)).toBe(false))
})
