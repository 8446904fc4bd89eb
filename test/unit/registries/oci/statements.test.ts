import {describe, expect, it} from 'vitest'
import {statementsOf} from '../../../../src/registries/oci/statements.ts'

const annotated = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`org.opencontainers.image.${name}`, value]))

describe('what an artifact states of itself', () => {
  it('stands in its configuration, else in annotations', () => {
    const descriptor = {
      createdAt: '2026-01-02T03:04:05Z',
      authors: ['Ann'],
      description: 'A model',
      sourceURL: 'https://git.example.com/m',
      docURL: 'no address',
    }
    const annotations = annotated({
      created: '2020-01-01T00:00:00Z',
      description: 'Other',
      documentation: 'https://docs.example.com',
      vendor: 'Acme',
    })
    expect(statementsOf({descriptor}, annotations)).toEqual({
      author: 'Ann',
      description: 'A model',
      released: '2026-01-02T03:04:05Z',
      references: [{type: 'vcs', url: 'https://git.example.com/m'}],
    })
    expect(statementsOf({package: {description: 'A kit', authors: ['Bob']}}, annotations)).toEqual({
      author: 'Bob',
      description: 'A kit',
      released: '2020-01-01T00:00:00Z',
      references: [{type: 'documentation', url: 'https://docs.example.com'}],
    })
  })

  it.each([
    [{}, {}],
    [{descriptor: []}, annotated({created: 'yesterday', source: 'javascript:alert(1)'})],
    [{descriptor: {createdAt: 5, description: {}}, package: 'x'}, {}],
  ])('is nothing where nothing is stated: %j %j', (config, annotations) =>
    expect(statementsOf(config, annotations)).toEqual({}),
  )

  it('never holds a credential', () => {
    const {references} = statementsOf({}, annotated({url: 'https://ann:secret@example.com/m'}))
    expect(JSON.stringify(references)).not.toContain('secret')
  })
})
