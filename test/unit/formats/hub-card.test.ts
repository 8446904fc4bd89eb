import {readdirSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseHubCard} from '../../../src/formats/hub-card/hub-card.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'

const card = (yaml: string, body = ''): ReturnType<typeof parseHubCard> =>
  parseHubCard(`---\n${yaml}\n---\n${body}`, 'README.md')

describe('parseHubCard: metadata', () => {
  it.each([
    ['a model by its base', 'base_model: a/b', 'model'],
    ['a model by licence and language', 'license: mit\nlanguage: en', 'model'],
    ['a data set by its tasks', 'task_categories: [x]\nlicense: mit', 'dataset'],
    ['a data set by its files', 'configs:\n- config_name: a\n  data_files: x.csv', 'dataset'],
    ['a Space', 'sdk: gradio\ntitle: x', 'space'],
    ['a page of a site', 'title: x\nlicense: MIT\ntags: [a]', 'none'],
    ['nothing', '', 'none'],
  ])('tells %s', (_name, yaml, kind) => {
    expect(card(yaml).kind).toBe(kind)
  })

  it('keeps Norwegian a text, and several licences apart', () => {
    expect(card('language: no\nlicenses: [mit, apache-2.0]')).toMatchObject({
      languages: ['no'],
      licences: [{id: 'mit'}, {id: 'apache-2.0'}],
    })
  })

  it.each([
    ['a licence that is stated as unknown', 'license: unknown', []],
    [
      'an own licence without an id',
      'license_name: acme\nlicense_link: LICENSE',
      [{id: 'other', name: 'acme', link: 'LICENSE'}],
    ],
    ['a licence that is no text', 'license: {id: mit}', []],
  ])('reads %s', (_name, yaml, licences) => {
    expect(card(yaml).licences).toEqual(licences)
  })

  it.each([
    ['several in one text', 'base_model: acme/one, acme/two', ['acme/one', 'acme/two']],
    ['records with a name', 'base_model:\n- name: acme/one\n- id: acme/two\n- {size: 7}', ['acme/one', 'acme/two']],
    ['one record', 'base_model: {model: acme/one}', ['acme/one']],
    ['a title with a comma', 'base_model: "One, of Acme"', ['One, of Acme']],
  ])('reads bases that are %s', (_what, yaml, names) => {
    expect(card(yaml).baseModels.map(({name}) => name)).toEqual(names)
  })

  it('reads languages in one text, and a relation in a list', () => {
    expect(card('language: en, pt-BR\nbase_model: a/b\nbase_model_relation: [merge]')).toMatchObject({
      languages: ['en', 'pt-BR'],
      relation: 'merge',
    })
    expect(card('language: [unk, en]').languages).toEqual(['en'])
    expect(card('language: mainly English, some French').languages).toEqual(['mainly English, some French'])
  })

  it('gives name and link of an own licence to no other that stands beside it', () => {
    expect(card('license: [other, cc-by-4.0]\nlicense_name: acme\nlicense_link: https://a.example').licences).toEqual([
      {id: 'other', name: 'acme', link: 'https://a.example'},
      {id: 'cc-by-4.0'},
    ])
  })

  it('reads emissions as grams, alone or in a map', () => {
    expect([
      card('co2_eq_emissions: 1500').co2Kg,
      card('co2_eq_emissions: {emissions: 20}').co2Kg,
      card('co2_eq_emissions: none').co2Kg,
    ]).toEqual([...[1.5, 0.02, undefined]])
  })

  it('moves the decimal point of grams, and adds no digit', () => {
    expect([card('co2_eq_emissions: 286.4350821612984').co2Kg, card('co2_eq_emissions: 1.5e-9').co2Kg]).toEqual([
      0.2864350821612984, 1.5e-12,
    ])
  })

  it('takes results that are numbers or texts, and counts those past the limit', () => {
    const results = 'model-index:\n- results:\n  - metrics:\n'
    expect(
      card(
        `${results}    - {type: a, value: 1}\n    - {type: b, value: .nan}\n    - {type: c, value: "2.0 (n=3)"}\n    - {value: 3}`,
      ).results,
    ).toEqual([
      {type: 'a', value: '1'},
      {type: 'c', value: '2.0 (n=3)'},
    ])
    const many = card(`${results}${'    - {type: a, value: 1}\n'.repeat(400)}`)
    expect([many.results.length, many.resultsLeftOut]).toEqual([300, 100])
  })

  it('tells why metadata cannot be read, and reads the prose all the same', () => {
    const broken = card('license: [mit', '# Limits\n\n## Limitations\n\nMany.')
    expect(broken.problem).toMatch(/README\.md/)
    expect(broken).toMatchObject({kind: 'none', title: 'Limits', sections: {limitations: ['Many.']}})
  })
})

describe('parseHubCard: metadata that is no YAML', () => {
  it.each([
    ['a text that is not closed', 'license: mit\nwidget:\n- text: "open\nbase_model: a/b'],
    ['a value that starts like an alias', 'license: mit\ntags:\n- @me\nbase_model: a/b'],
    ['a title with a colon', 'title: one: two\nlicense: mit\nbase_model: a/b'],
    ['a tab', 'license: mit\ntags:\n\t- x\nbase_model: a/b'],
  ])('gives its other keys, each with its line: %s', (_what, yaml) => {
    const broken = card(yaml)
    expect(broken.problem).toMatch(/^README\.md:\d+ /)
    expect(broken).toMatchObject({
      kind: 'model',
      licences: [{id: 'mit'}],
      baseModels: [{name: 'a/b', line: yaml.split('\n').length + 1}],
    })
  })

  it('takes linear time over many keys', () => {
    expect(card('k: "\n'.repeat(20_000)).kind).toBe('none')
    expect(card(`a: "\n${`${'\n'.repeat(2000)}k: "\n`.repeat(300)}`).kind).toBe('none')
  }, 20_000)
})

describe('parseHubCard: sections', () => {
  it('sorts them by topic; deeper headings of no topic belong to their section', () => {
    const {sections} = card(
      'license: mit',
      [
        ...[
          '# Model',
          '## Uses',
          '### Direct Use',
          'Chat.',
          '#### Details',
          'More.',
          '### Out-of-Scope Use',
          'Medicine.',
        ],
        ...[
          '## Bias, Risks',
          'It repeats prejudice.',
          '## Training',
          'Long.',
          '**Intended use:** Research.',
          '',
          '**Training:** Long.',
        ],
      ].join('\n'),
    )
    expect(sections).toEqual({
      intendedUses: ['Chat.\nMore.', 'Research.'],
      limitations: ['Medicine.'],
      ethicalConsiderations: ['It repeats prejudice.'],
      training: ['Long.', 'Long.'],
    })
  })

  it('states nothing where the template was not filled in', () => {
    const body =
      '## Limitations\n<!-- what -->\n[More Information Needed](https://x.example/y)\n## Intended use\nTBD\n## Bias\n[More Information Needed]\n'
    expect(card('license: mit', body).sections).toEqual({
      intendedUses: [],
      limitations: [],
      ethicalConsiderations: [],
      training: [],
    })
  })

  it('does not take code for headings, and cuts what is too long', () => {
    const {sections, title} = card(
      'license: mit',
      `\`\`\`py\n# Limitations\n\`\`\`\n# Real\n## Limitations\n${'x'.repeat(9000)}`,
    )
    expect(title).toBe('Real')
    expect(sections.limitations.map(text => text.length)).toEqual([4001])
  })

  it('leaves metadata without end unread, and says so', () => {
    const {kind, problem, title} = parseHubCard(`---\ntags:\n${'- a\n'.repeat(600_000)}---\n# Name\n`, 'README.md')
    expect({kind, title}).toEqual({kind: 'none', title: 'Name'})
    expect(problem).toContain('more than the 2000000 that are read')
  })

  it('never throws', () => fc.assert(fc.property(fc.string(), text => parseHubCard(text, 'README.md').kind.length > 0)))

  it.each(['<!-- ', '# Bias\n', '**Bias', '```\n', '---\n', '## Uses\n### x\n'])(
    'takes linear time over many %j',
    piece => {
      expect(parseHubCard(piece.repeat(100_000), 'README.md').kind).not.toBe('')
    },
    20_000,
  )
})

interface Fixture {
  readonly id: string
  readonly api: {readonly sha: string; readonly cardData?: Record<string, unknown>}
  readonly revisions: Record<string, {readonly files: Record<string, {readonly oid: string}>}>
}

describe.skipIf(!hasShared)('parseHubCard on real cards', () => {
  const repositories = !hasShared
    ? []
    : readdirSync(sharedPath('fixtures/hub'), {recursive: true, encoding: 'utf8'})
        .filter(path => path.endsWith('repo.json'))
        .map((path): Fixture => JSON.parse(readFileSync(sharedPath(`fixtures/hub/${path}`), 'utf8')))
        .filter(
          ({api, revisions}) => api.cardData !== undefined && revisions[api.sha]?.files['README.md'] !== undefined,
        )
  const texts = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String))

  it.each(repositories.map(repository => [repository.id, repository] as const))(
    'reads what the Hub reads of %s',
    (_id, {api, revisions}) => {
      const oid = revisions[api.sha]?.files['README.md']?.oid ?? ''
      const parsed = parseHubCard(readFileSync(sharedPath(`fixtures/hub/blobs/${oid}`), 'utf8'), 'README.md')
      const stated = api.cardData ?? {}
      expect(parsed.problem).toBeUndefined()
      expect(parsed.licences.map(({id}) => id)).toEqual(
        texts(stated['license'] ?? stated['licenses']).filter(id => id !== 'unknown'),
      )
      expect(parsed.baseModels.map(({name}) => name)).toEqual(texts(stated['base_model']))
      expect(parsed.datasets.map(({name}) => name)).toEqual(texts(stated['datasets']))
      // these answers were written by a reader of YAML 1.1, to which Norwegian is false
      const languages = texts(stated['language'] ?? stated['languages']).map(language =>
        language === 'false' ? 'no' : language,
      )
      expect(parsed.languages).toEqual([...new Set(languages)])
      expect([parsed.library, parsed.task]).toEqual([stated['library_name'], stated['pipeline_tag']])
    },
  )
})
