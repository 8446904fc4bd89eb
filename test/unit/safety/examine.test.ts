import {describe, expect, it} from 'vitest'
import {memoryReader} from '../../../src/lib/byte-reader.ts'
import {examine} from '../../../src/safety/examine.ts'
import type {FormatReader} from '../../../src/safety/reader.ts'
import {readers} from '../../../src/safety/readers.ts'
import {runsCommand} from '../../support/pickles.ts'
import {concat, safetensors, utf8} from '../../support/weights.ts'

const whole = safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}, __metadata__: {format: 'pt'}}, 8)
const marked: FormatReader = {
  format: 'marked',
  matches: ({head}) => (head[0] === 0x21 ? 'certain' : undefined),
  read(file) {
    file.cover(0, 4)
    file.fact('kind', 'marked')
  },
}

async function rulesOf(bytes: Uint8Array, asked: readonly FormatReader[] = readers): Promise<string[]> {
  const {findings} = await examine('model', memoryReader(bytes), {readers: asked})
  return findings.map(({rule}) => rule)
}

describe('examine', () => {
  it('calls a file safe that one reader accounts for to the byte', async () => {
    const safety = await examine('model.safetensors', memoryReader(whole), {readers})
    expect(safety).toMatchObject({
      format: 'safetensors',
      verdict: 'safe',
      findings: [],
      facts: {format: 'pt', parameters: 2, tensor_count: 1},
    })
    expect(safety.coverage).toEqual({byteLength: whole.byteLength, coveredBytes: whole.byteLength, uncovered: []})
  })

  it('never calls content safe that no reader knows', async () => {
    expect(await rulesOf(utf8('hello'))).toEqual(['AIB100'])
    expect(await rulesOf(new Uint8Array())).toEqual(['AIB100'])
  })

  it('names bytes that no structure accounts for', async () => {
    expect(await rulesOf(utf8('!abcdef'), [marked])).toEqual(['AIB101'])
  })

  it('finds a second file behind the end of the first', async () => {
    expect(await rulesOf(concat(utf8('!abc'), whole), [marked, ...readers])).toEqual(['AIB101', 'AIB107'])
  })

  it('finds a pickle that acts among bytes that nothing accounts for', async () => {
    const old = utf8("(S'echo inert'\nios\nspawnlp\n.")
    for (const pickle of [runsCommand, old, concat(utf8('(('), old.subarray(1))])
      expect(await rulesOf(concat(utf8('!abc'), utf8('padding '), pickle), [marked])).toEqual(['AIB101', 'AIB110'])
  })

  it('takes no list of words for such a pickle', async () => {
    const words = utf8('(see below)\nios\nsystem\n'.repeat(20))
    expect(await rulesOf(concat(utf8('!abc'), words), [marked])).toEqual(['AIB101'])
  })

  it('keeps what was found when a reader meets the end of the file, and does not call the rest safe', async () => {
    const reader: FormatReader = {
      ...marked,
      read(file) {
        marked.read(file)
        file.bytes.read(0n, 1000)
      },
    }
    expect(await examine('x', memoryReader(utf8('!abc')), {readers: [reader]})).toMatchObject({
      verdict: 'unknown',
      facts: {kind: 'marked'},
      findings: [{rule: 'AIB102'}],
    })
  })

  it('ends in an answer when a reader has a bug', async () => {
    const reader: FormatReader = {
      ...marked,
      read() {
        throw new TypeError('no such thing')
      },
    }
    expect(await rulesOf(utf8('!abc'), [reader])).toEqual(['AIB104'])
  })

  it('stops at files inside each other without end', async () => {
    const reader: FormatReader = {...marked, read: async file => void (await file.inside('inner', file.bytes))}
    const {verdict, findings} = await examine('x', memoryReader(utf8('!abc')), {readers: [reader]})
    expect(verdict).toBe('unknown')
    expect(findings.map(({rule}) => rule)).toContain('AIB103')
  })

  it('stops at files behind each other without end', async () => {
    const reader: FormatReader = {...marked, read: file => file.cover(0, 4)}
    const {verdict, findings} = await examine('x', memoryReader(utf8('!abc'.repeat(20))), {readers: [reader]})
    expect(verdict).toBe('unsafe')
    expect(findings.map(({rule}) => rule)).toContain('AIB103')
  })

  it('calls a file of two formats unsafe, unless one may carry the other', async () => {
    const other: FormatReader = {...marked, format: 'other', read: file => file.cover(0, file.byteLength)}
    expect(await rulesOf(utf8('!abc'), [marked, other])).toEqual(['AIB105'])
    expect(await rulesOf(utf8('!abc'), [{...marked, carries: ['other']}, other])).toEqual([])
  })
})
