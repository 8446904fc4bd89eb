import {describe, expect, it} from 'vitest'
import {containers} from '../../../../src/detectors/containers/index.ts'
import {detect} from '../../../support/detect.ts'

async function models(text: string): Promise<string[]> {
  const {assets} = await detect(containers, {Dockerfile: text})
  return assets.flatMap(({kind, group, name}) => (kind === 'model' ? [`${group}/${name}`] : [])).sort()
}

describe('a Dockerfile', () => {
  it.each([
    [
      'whose CMD is the arguments of a known server',
      'FROM vllm/vllm-openai:v0.8.0\nCMD ["--model", "acme/one-7B"]\n',
      ['acme/one-7B'],
    ],
    [
      'of two stages, of which only the first is that server',
      'FROM vllm/vllm-openai:v0.8.0\nFROM alpine\nCMD ["--model", "one-7B"]\n',
      [],
    ],
    [
      'that continues lines by a backtick',
      '# escape=`\nFROM python:3.12\nRUN pip install x && `\n  vllm serve `\n  acme/two-7B\n',
      ['acme/two-7B'],
    ],
  ])('%s', async (_name, text, expected) => expect(await models(text)).toEqual(expected))
})
