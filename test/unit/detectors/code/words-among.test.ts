import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, source: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: source})
  return assets.flatMap(({name, evidence}) => evidence.map(({line}) => `${line} ${name}`)).sort()
}

describe('words that stand among models', () => {
  it('are models where one is the default of the list that names them', async () => {
    const source = `import diffusers
DEFAULT_MODEL = "lama"
AVAILABLE_MODELS = ["lama", "zits", "auto"]
AVAILABLE_FONTS = ["lama", "mono"]
`
    expect(await found('a.py', source)).toEqual(['2 lama', '3 lama', '3 zits'])
  })

  it('are no models where no default says so', async () =>
    expect(await found('a.py', 'import diffusers\nAVAILABLE_MODELS = ["sedan", "coupe"]\n')).toEqual([]))

  it('are followed by the constants that a list names', async () => {
    const source = `export const GPT_35 = "gpt-3.5-turbo" as const
export const SMALL = "gpt-4o-mini"
export const OTHER = "gpt-4.1"
export const MODEL_NAMES = [GPT_35, SMALL]
`
    expect(await found('a.ts', source)).toEqual(['1 gpt-3.5-turbo', '2 gpt-4o-mini'])
  })

  it('are followed into a list that is taken apart', async () =>
    expect(
      await found('a.ts', 'const [SMALL, LARGE] = ["gpt-4o-mini", "gpt-4o"]\nconst MODELS = [SMALL, LARGE]\n'),
    ).toEqual(['1 gpt-4o', '1 gpt-4o-mini']))

  it('are found in what a class lists as supported', async () => {
    const source = `let devices = [
  Device(chips: "A12", identifiers: ["phone-11"], models: Support(
    default: "acme_speech-small",
    supported: ["acme_speech-small", "acme_speech-large-v3_947MB"]
  )),
]
let tokenizerName = "acme/reader-tokens"
let tokenizerRepo = "openai/whisper-tiny"
`
    expect(await found('a.swift', `import WhisperKit\n${source}`)).toEqual([
      '4 acme_speech-small',
      '5 acme_speech-large-v3_947MB',
      '5 acme_speech-small',
      '8 reader-tokens',
      '9 whisper-tiny',
    ])
  })

  it('are only looked up in lists of how names are written, and are no keys of a domain', async () => {
    const source = 'import transformers\nlower_models = ["uncased_L-12_H-768", "chinese_L-12_H-768"]\n'
    const {assets} = await detect(code, {'a.py': source})
    expect(assets.flatMap(({evidence}) => evidence.flatMap(({level}) => level ?? []))).not.toContain('used')
    const go = 'package constants\nconst DisableLocalModelKey = "serving.acme.io/disable-localmodel-2"\n'
    expect(await found('a.go', go)).toEqual([])
  })

  it('are no network where they only choose between kinds of it', async () =>
    expect(await found('a.py', 'import torch\ndef build(architecture="resnet", encoder="resnet34"): pass\n')).toEqual([
      '2 resnet34',
    ]))
})
