import {describe, expect, it} from 'vitest'
import {parseCardSections} from '../../../src/formats/hub-card-sections.ts'

describe('the summary of a card', () => {
  it.each([
    ['a paragraph after the title', '# Name\n\nThis model turns sentences into vectors.\n', 'This model turns sentences into vectors.'],
    [
      'badges and a picture first',
      '# Name\n\n[![x](y)](z)\n\n<img src="x">\n\nIt was trained on a billion pairs.',
      'It was trained on a billion pairs.',
    ],
    ['a heading in the same block', '## What\nIt answers questions about the weather.', 'It answers questions about the weather.'],
    ['only labels', '# Name\n\nEnglish\n\nBase model\n', undefined],
    ['only a list and code', '# Name\n\n- one thing and another thing and more\n\n```\nfrom x import y as z and so on\n```', undefined],
    ['a placeholder', '# Name\n\n[More Information Needed]\n', undefined],
    ['nothing', '', undefined],
  ])('of %s', (_what, body, summary) => {
    expect(parseCardSections(body).summary).toBe(summary)
  })
})
