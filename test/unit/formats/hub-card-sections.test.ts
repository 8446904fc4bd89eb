import {describe, expect, it} from 'vitest'
import {parseCardSections} from '../../../src/formats/hub-card/sections.ts'

describe('the summary of a card', () => {
  it.each([
    [
      'a paragraph after the title',
      '# Name\n\nThis model turns sentences into vectors.\n',
      'This model turns sentences into vectors.',
    ],
    [
      'badges and a picture first',
      '# Name\n\n[![x](y)](z)\n\n<img src="x">\n\nIt was trained on a billion pairs.',
      'It was trained on a billion pairs.',
    ],
    [
      'a heading in the same block',
      '## What\nIt answers questions about the weather.',
      'It answers questions about the weather.',
    ],
    ['only labels', '# Name\n\nEnglish\n\nBase model\n', undefined],
    [
      'only a list and code',
      '# Name\n\n- one thing and another thing and more\n\n```\nfrom x import y as z and so on\n```',
      undefined,
    ],
    ['a placeholder', '# Name\n\n[More Information Needed]\n', undefined],
    [
      'sentences of the template',
      '# Name\n\nUse the code below to get started with the model.\n\nIt sorts mail by how urgent it is.',
      'It sorts mail by how urgent it is.',
    ],
    [
      'only sentences of the template',
      'Users (both direct and downstream) should know the risks. More information needed for further recommendations.\n\n[TODO: tell what it was made from]\n',
      undefined,
    ],
    [
      'a copyright first',
      '**© 2030 Acme GmbH. All rights reserved by us.**\n\nIt sorts mail by how urgent it is.',
      'It sorts mail by how urgent it is.',
    ],
    [
      'a bar of links first',
      '[[Paper]](https://a.example) | [Code](https://b.example) | [Demo on our site](https://c.example)\n\nIt sorts mail by how urgent it is.',
      'It sorts mail by how urgent it is.',
    ],
    [
      'code with blank lines first',
      '```py\nimport a\n\nclass Model of many words and more:\n\n    pass\n```\n\nIt sorts mail by how urgent it is.',
      'It sorts mail by how urgent it is.',
    ],
    [
      'a comment first',
      '<!-- Tell here\n\nwhat the model is for, in a few words.\n-->\n\nIt sorts mail by how urgent it is.',
      'It sorts mail by how urgent it is.',
    ],
    [
      'a sentence before a list',
      'It was measured on mail of one year:\n\nIt reads letters and sorts them:\n- by date\n- by sender',
      undefined,
    ],
    [
      'a list after a sentence',
      'It reads letters and sorts them well.\n- by date\n- by sender',
      'It reads letters and sorts them well.',
    ],
    [
      'a sentence that leads to a list',
      'It reads letters and sorts them well. It was measured on these:\n- mail\n- more',
      'It reads letters and sorts them well.',
    ],
    [
      'a sentence with tags',
      'It sorts <b>mail</b><br> by how <a href="https://a.example">urgent</a> it is.',
      'It sorts mail by how [urgent](https://a.example) it is.',
    ],
    ['tags around the page', '<p align="center">Home page and source code of our paper</p>', undefined],
    ['a long one', `It ${'sorts '.repeat(200)}mail.`, `${`It ${'sorts '.repeat(200)}`.slice(0, 600)}…`],
    ['a short sentence', 'This is an adapter only.', 'This is an adapter only.'],
    ['a script without spaces', '# 名\n\n这是一个用于邮件分类的小型模型。', '这是一个用于邮件分类的小型模型。'],
    ['nothing', '', undefined],
  ])('of %s', (_what, body, summary) => {
    expect(parseCardSections(body).summary).toBe(summary)
  })
})

describe('the sections of a card', () => {
  it.each([
    [
      'commented out by its template',
      '## Uses\nSorting mail.\n\n<!--\n### Out-of-Scope Use\n\n*List what it cannot do.*\n-->\n',
      {intendedUses: ['Sorting mail.']},
    ],
    [
      'of how to run it',
      '## Uses\nSorting mail.\n### Direct use for inference\nInstall it first.\n### Details\nLetters too.',
      {intendedUses: ['Sorting mail.\nLetters too.']},
    ],
    [
      'with labels that were left empty',
      '## Limitations\n- **Size:** [More Information Needed]\n- **Length:** TBD\n- *coming soon*\n- Only letters.',
      {limitations: ['- Only letters.']},
    ],
    [
      'with badges, tags and rules',
      '## Limitations\n[![a](b)](c)\n<br>\nOnly letters.\n\n---\n',
      {limitations: ['Only letters.']},
    ],
    [
      'in other languages',
      '## 局限性\nA.\n## Verwendungszweck\nB.\n## Limitaciones\nC.\n## 偏见\nD.',
      {intendedUses: ['B.'], limitations: ['A.', 'C.'], ethicalConsiderations: ['D.']},
    ],
    ['with a rule inside of code', '## Limitations\n```\n---\n```', {limitations: ['```\n---\n```']}],
  ])('%s', (_what, body, sections) => {
    expect(parseCardSections(body)).toMatchObject({
      intendedUses: [],
      limitations: [],
      ethicalConsiderations: [],
      ...sections,
    })
  })

  it.each([
    ['Bias, Risks, and Limitations', ['limitations', 'ethicalConsiderations']],
    ['Limitations and bias', ['limitations', 'ethicalConsiderations']],
    ['Performance and Limitations', ['limitations']],
    ['Broader Implications', ['ethicalConsiderations']],
    ['Evaluated Use', ['intendedUses']],
    ['Intended uses & limitations', ['intendedUses']],
    ['Out-of-Scope Use and ethical risks', ['limitations', 'ethicalConsiderations']],
    ['Training procedure', ['training']],
    ['Trainer', []],
  ])('are about what their heading names: %s', (heading, expected) => {
    const {title: _title, summary: _summary, ...found} = parseCardSections(`## ${heading}\n\nSome words on it.\n`)
    expect(Object.entries(found).flatMap(([topic, texts]) => (texts.length > 0 ? [topic] : []))).toEqual(expected)
  })
})
