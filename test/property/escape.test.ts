import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {csvField, csvRow} from '../../src/lib/escape/csv.ts'
import {htmlText, webAddress} from '../../src/lib/escape/html.ts'
import {toJsonText} from '../../src/lib/escape/json.ts'
import {markdownCode, markdownLink, markdownText} from '../../src/lib/escape/markdown.ts'
import {showMarks} from '../../src/lib/escape/marks.ts'
import {terminalBlock, terminalLine, terminalLines} from '../../src/lib/escape/terminal.ts'
import {workflowCommand, workflowFileEntry} from '../../src/lib/escape/workflow.ts'
import {xmlText} from '../../src/lib/escape/xml.ts'

/**
 * Controls, separators, direction marks, zero-width and tag characters, a lone surrogate: one of each kind, by code
 * point.
 */
const marks = [
  ...[
    0x00, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0x9f, 0xad, 0x61c, 0x180e, 0x200b,
    0x200c, 0x200d,
  ],
  ...[
    0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202d, 0x202e, 0x2060, 0x2063, 0x2066, 0x2069, 0x206f, 0xfeff, 0xfff9,
    0xe0001, 0xe0041,
  ],
  ...[0xe007f, 0xe0100, 0xd800, 0xdfff],
].map(point => String.fromCodePoint(point))
const raw =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e01ef}]/u
const signs = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '`',
  '|',
  '*',
  '_',
  '[',
  ']',
  '(',
  ')',
  '@',
  '#',
  '=',
  '+',
  '-',
  ':',
  '::',
  '##[',
  '%',
  ',',
  '\\',
  'https://',
]
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...marks),
      fc.constantFrom(...signs),
      fc.string({unit: 'binary', maxLength: 8}),
      fc.constantFrom('word', 'www.', ' '),
    ),
  )
  .map(parts => parts.join(''))

const oneLine = {terminalLine, markdownText, markdownCode, htmlText, xmlText, csvField}

describe.each(Object.entries(oneLine))('%s', (_name, escaped) => {
  it.each(marks)('shows %j', mark => {
    expect(escaped(`a${mark}b`)).not.toMatch(raw)
    expect(escaped(`a${mark}b`)).toMatch(/^\W*(?:<code>)?a.+b/)
  })

  it('leaves no line break and no mark, whatever the text', () => {
    fc.assert(fc.property(hostile, text => !raw.test(escaped(text))))
  })

  it('leaves letters of every script and plain emoji as they are', () => {
    for (const text of ['gpt4o', 'Qwen', 'Größe', '模型', 'דגם', 'نموذج', '⚠️']) expect(escaped(text)).toContain(text)
  })
})

describe('terminal', () => {
  it('leaves names of models, paths and addresses as they are', () => {
    for (const name of [
      'org/model-7B_v1.2',
      'src/a b.py:12',
      'https://h.example/x?y=1#z',
      'pkg:npm/%40a/b@1',
      'std::vector',
      '## heading',
    ]) {
      expect(terminalLine(name)).toBe(name)
    }
  })

  it('prints nothing that a build server takes for a command', () => {
    for (const line of [
      '::set-output name=a::b',
      '  ::error::x',
      'x ##[error]y',
      '##vso[task.setvariable]',
      '##teamcity[a]',
    ]) {
      expect(terminalLine(line)).not.toMatch(/^\s*::|##\w*\[/)
    }
    fc.assert(fc.property(hostile, text => !/^\s*::|##\w{0,20}\[/.test(terminalLine(text))))
  })

  it('prints as many lines as it was given', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, {minLength: 1}),
        lines => terminalLines(lines).split('\n').length === lines.length + 1,
      ),
    )
  })

  it('indents every further line of a block', () => {
    expect(terminalBlock('AIBOM_X wrong\nverified  prod\r\n1 verified')).toBe(
      'AIBOM_X wrong\n  verified  prod\n  1 verified',
    )
    fc.assert(
      fc.property(hostile, text => {
        const [, ...further] = terminalBlock(text).split('\n')
        return further.every(line => line.startsWith('  ')) && !raw.test(terminalBlock(text).replaceAll('\n', ''))
      }),
    )
  })
})

describe('toJsonText', () => {
  it('writes the same value, in visible characters only', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, fc.oneof(hostile, fc.integer(), fc.array(hostile))), value => {
        const text = toJsonText(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(text.replaceAll('\n', '')).not.toMatch(raw)
        expect(text).not.toMatch(/##\w{0,20}\[/)
      }),
    )
  })
})

describe('xmlText and htmlText', () => {
  const decode = (text: string): string =>
    text.replace(/&(?:#(\d+)|(\w+));/g, (_all, code: string | undefined, name: string) =>
      code === undefined ? ({amp: '&', lt: '<', gt: '>', quot: '"'}[name] ?? '') : String.fromCharCode(Number(code)),
    )

  it('hold no sign that ends a text or an attribute, and read back', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(htmlText(text)).not.toMatch(/[<>"'`=]|&(?!#\d+;|\w+;)/)
        expect(decode(htmlText(text))).toBe(showMarks(text))
        expect(xmlText(text)).not.toMatch(/[<>"']|&(?!#\d+;|\w+;)|[\ufffe\uffff]/)
      }),
    )
  })

  it('keep line breaks of an attribute of XML as references', () => {
    expect(decode(xmlText('a\n\tb\rc'))).toBe('a\n\tb\rc')
  })

  it('take no address but one of the web', () => {
    expect(webAddress('https://h.example/a b')).toBe('https://h.example/a%20b')
    for (const address of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      '//h',
      '',
    ]) {
      expect(webAddress(address)).toBeUndefined()
    }
  })
})

describe('markdown', () => {
  /** What a renderer shows: comments vanish, backslashes and references stand for their sign. */
  const rendered = (text: string): string =>
    text
      .replaceAll('<!-- -->', '')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')

  it.each([
    ['a link', '[a](https://h.example)', /(?<!\\)[[\]]/],
    ['an image', '![a](b)', /!\[|(?<!\\)\]/],
    ['HTML', '<script>alert(1)</script><img src=x>', /<(?!!-- -->)/],
    ['a mention', '@user @org/team', /@(?!<)/],
    ['a reference', '#12 GH-12 org/name#3', /#\d|GH-\d/],
    ['an emoji', ':tada: a :+1:', /:(?:tada|\+1)/],
    ['a template', 'a {{ b }} {% c %}', /(?<!\\)\{[{%]/],
    ['a bare address', 'https://h.example www.h.example', /:\/\/|www\./],
    ['a cell', 'a | b', /\|/],
    ['code', '`` ` ``', /(?<!\\)`/],
    ['emphasis', '**a** _b_ ~~c~~', /(?<!\\)[*_~]/],
    ['a list', '- a', /^-/],
    ['a numbered list', '1. a', /^1\./],
    ['a heading', '# a', /^#/],
    ['a reference of HTML', '&lt;b&gt;', /&(?!amp;)/],
  ])('shows %s as text', (_name, text, active) => {
    expect(markdownText(text)).not.toMatch(active)
    expect(rendered(markdownText(text))).toBe(text)
  })

  it('shows any text as it is, and nothing of it acts', () => {
    fc.assert(
      fc.property(hostile, text => {
        const plain = markdownText(text).replaceAll('<!-- -->', '')
        expect(plain).not.toMatch(/[<>|]/)
        expect(markdownText(text)).not.toMatch(/@[\w-]|(?<!&)#\d|:\/\/|(?<!\\)(?:\\\\)*[`*[\]~$]|(?:^|\s)_\w/)
        const code = markdownCode(text)
        if (code.startsWith('`')) {
          expect(code).toBe(`\`${showMarks(text)}\``)
          expect(code.slice(1, -1)).not.toMatch(/[`|]|^ | $|^$|\{[{%#]/)
          return
        }
        const inner = code.slice('<code>'.length, -'</code>'.length)
        expect(rendered(inner)).toBe(showMarks(text))
        expect(inner).not.toMatch(/[<>`|*_@:[\]\\]/)
      }),
    )
  })

  it('links to the web only', () => {
    expect(markdownLink('a [b]', 'https://h.example/(x)')).toBe('[a \\[b\\]](<https://h.example/%28x%29>)')
    expect(markdownLink('a', 'javascript:alert(1)')).toBe('a')
    fc.assert(
      fc.property(
        hostile,
        hostile,
        (text, address) => !/\n|javascript:/i.test(markdownLink(text, address).replaceAll('<!-- -->', '')),
      ),
    )
  })
})

describe('csv', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '"=1', '＝1'])('makes no formula of %j', text => {
    expect(csvField(text)).toMatch(/^"(?:'|\\)/)
  })

  it('keeps one field one field', () => {
    const parse = (row: string): string[] =>
      [...row.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, field = '']) => field.replaceAll('""', '"'))
    fc.assert(
      fc.property(fc.array(hostile, {minLength: 1}), fields => {
        const read = parse(csvRow(fields))
        expect(read).toHaveLength(fields.length)
        for (const [index, field] of fields.entries())
          expect([showMarks(field), `'${showMarks(field)}`]).toContain(read[index])
      }),
    )
  })
})

describe('workflow', () => {
  it('writes one command, whatever is in it', () => {
    expect(workflowCommand('error', {file: 'a,b::c', line: 3, title: undefined}, '100%\n::warning::x')).toBe(
      '::error file=a%2Cb%3A%3Ac,line=3::100%25\\n::warning::x\n',
    )
    fc.assert(
      fc.property(hostile, hostile, (file, message) => {
        const text = workflowCommand('warning', {file}, message)
        expect(text.slice(0, -1)).not.toMatch(raw)
        expect(text.slice('::warning file='.length).split('::')[0]).not.toMatch(/[:,]/)
      }),
    )
  })

  it('writes an output that its own lines cannot end', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, other) => {
        const first = workflowFileEntry('result', value)
        const delimiter = /^result<<(.*)\n/.exec(first)?.[1] ?? ''
        const nested = workflowFileEntry('result', `${first}${other}`)
        for (const [entry, held] of [
          [first, value],
          [nested, `${first}${other}`],
        ] as const) {
          const [, mark = ''] = /^result<<(.*)\n/.exec(entry) ?? []
          expect(held.includes(mark)).toBe(false)
          expect(entry.endsWith(`\n${mark}\n`)).toBe(true)
        }
        expect(delimiter).toMatch(/^aibom_[0-9a-f]{64}$/)
      }),
    )
    for (const name of ['', 'a b', 'a\nPATH', 'a=b', 'a<<b'])
      expect(() => workflowFileEntry(name, 'x')).toThrow('not the name')
  })
})
