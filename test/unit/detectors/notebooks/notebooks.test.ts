import {describe, expect, it} from 'vitest'
import {notebooks} from '../../../../src/detectors/notebooks/index.ts'
import {detect} from '../../../support/detect.ts'

function notebook(...cells: string[][]): string {
  const code = cells.map(source => ({
    cell_type: 'code',
    metadata: {},
    outputs: [],
    source: source.map(line => `${line}\n`),
  }))
  return JSON.stringify(
    {
      cells: [{cell_type: 'markdown', source: ['!pip install only-words']}, ...code],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )
}

async function found(text: string): Promise<string[]> {
  const {assets} = await detect(notebooks, {'a.ipynb': text})
  return assets.map(asset => `${asset.id} ${text.split('\n')[(asset.evidence[0]?.line ?? 0) - 1]?.trim()}`)
}

describe('the notebooks detector', () => {
  it('finds what shell lines and magics install, with the line of the file', async () => {
    expect(
      await found(
        notebook(['import os', '!pip install -q openai langchain==0.3.1'], ['%pip install "transformers>=4.40"']),
      ),
    ).toEqual([
      'package:pypi/openai "!pip install -q openai langchain==0.3.1\\n"',
      'package:pypi/langchain "!pip install -q openai langchain==0.3.1\\n"',
      'package:pypi/transformers "%pip install \\"transformers>=4.40\\"\\n"',
    ])
  })

  it('reads a shell cell whole', async () => {
    expect(await found(notebook(['%%bash', 'cd /tmp', 'pip install datasets']))).toEqual([
      'package:pypi/datasets "pip install datasets\\n"',
    ])
  })

  it.each([
    ['a comment', ['# !pip install openai']],
    ['a text of Python', ['text = "pip install openai"']],
    ['a requirements file', ['!pip install -r requirements.txt']],
    ['another magic', ['%matplotlib inline', '%time pip']],
  ])('finds nothing in %s', async (_what, source) => {
    expect(await found(notebook(source))).toEqual([])
  })

  it.each([
    ['no JSON', '{"cells": [!pip install openai'],
    ['no cells', '{"x": "!pip install openai"}'],
    ['nested without end', `{"cells": ${'['.repeat(100_000)}"!pip install x"`],
  ])('survives %s', async (_what, text) => {
    expect(await found(text)).toEqual([])
  })
})
