import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {splitFrontMatter} from '../../../src/lib/text/front-matter.ts'
import {isFrameOfVariables, templateVariables} from '../../../src/lib/text/template.ts'

describe('templateVariables', () => {
  it.each([
    ['Python format fields', 'Hi {name}, {total!r:>10} {user.mail}', ['name', 'total', 'user']],
    ['no JSON objects', 'Answer {"score": 1} or {{"score": number}}', []],
    [
      'Handlebars and Mustache',
      '{{#each items}}{{this}}{{/each}}{{> part}}{{! note }}{{{raw_text}}}',
      ['items', 'raw_text'],
    ],
    ['Semantic Kernel and dotprompt', '{{$input}} {{role "system"}} {{history}}', ['input']],
    ['Jinja filters', '{{ user.name | upper }} {% if tone is defined %}{% endif %}', ['tone', 'user']],
    [
      'Jinja loops and their own names',
      "{% for m in messages %}{{ '<|' + m['role'] }}{% endfor %}{% set x = y %}{{ x }}",
      ['messages', 'y'],
    ],
    ['Jinja calls', '{{ raise_exception("no") }}{{ format(date) }}', ['date']],
    ['shell and JavaScript', '$'.concat('{topic} $', '{HOME:-x}'), ['HOME', 'topic']],
    ['nothing', 'plain text', []],
  ])('finds %s', (_name, text, expected) => {
    expect(templateVariables(text)).toEqual(expected)
  })

  it.each(['{{ ', '{% for ', '$'.concat('{a'), '{a{', '{a['])(
    'takes linear time over text that is all %j',
    piece => {
      expect(templateVariables(piece.repeat(300_000))).toEqual([])
    },
    20_000,
  )

  it('never throws', () => fc.assert(fc.property(fc.string(), text => Array.isArray(templateVariables(text)))))
})

describe('splitFrontMatter', () => {
  it('gives metadata and body with the lines they stand on', () => {
    expect(splitFrontMatter('---\nlicense: mit\n---\n# Title\n')).toEqual({
      yaml: 'license: mit',
      yamlLine: 2,
      body: '# Title\n',
      bodyLine: 4,
    })
  })

  it('allows blank lines before it and Windows line ends', () => {
    expect(splitFrontMatter('\r\n---\r\na: 1\r\n---\r\nx')).toMatchObject({
      yaml: 'a: 1',
      yamlLine: 3,
      body: 'x',
      bodyLine: 5,
    })
  })

  it.each([
    ['no fence', '# Title'],
    ['no end', '---\na: 1\n'],
    ['a rule below text', 'Title\n---\na: 1\n---\n'],
    ['a comment around it', '<!--\n---\na: 1\n---\n-->'],
    ['nothing', ''],
  ])('finds none where there is %s', (_name, text) => {
    expect(splitFrontMatter(text)).toBeUndefined()
  })
})

describe('isFrameOfVariables', () => {
  it.each([
    ['{{ instruction }}', true],
    ["={{ $('Edit Fields').item.json.query }}", true],
    ['Query: {question}\n\nAnswer: ', true],
    ['{system}\n\nUser: {user}\nAssistant:', true],
    ['Translate {text} to French', false],
    ['Summarize: {text}', false],
    ['You are a {role}', false],
    ['Answer: yes', false],
  ])('%s: %s', (text, expected) => {
    expect(isFrameOfVariables(text)).toBe(expected)
  })

  it('takes linear time', () => {
    expect(isFrameOfVariables(`{x}${'question '.repeat(40)}!`)).toBe(false)
    expect(isFrameOfVariables('question '.repeat(200_000))).toBe(false)
  })
})
