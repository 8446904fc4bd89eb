import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(source: string): Promise<string[]> {
  const {assets} = await detect(code, {'a.rb': source})
  return assets.flatMap(({kind, name, evidence}) => evidence.map(({line}) => `${line} ${kind} ${name}`)).sort()
}

describe('Ruby', () => {
  it('reads the options that the block of an agent states', async () => {
    const source = `Team.build do
  agent(:critic) do
    model("gpt-5-mini")
    instructions(<<~PROMPT)
      You are a critic who reads what others wrote.
    PROMPT
  end
  agent :writer do
    model "gpt-5"
    system_prompt "You are a writer of short stories."
  end
  step :reader do
    shelf "left"
  end
end
`
    expect(await found(source)).toEqual([
      '10 prompt writer.system_prompt',
      '2 agent critic',
      '3 model gpt-5-mini',
      '4 prompt critic.instructions',
      '8 agent writer',
      '9 model gpt-5',
    ])
  })

  it('takes what begins with two colons for the library', async () => {
    const source = `class Provider::Anthropic
  def initialize(options)
    @client = ::Anthropic::Client.new(**options)
  end
end
`
    expect(await found(source)).toEqual(['3 service anthropic'])
  })

  it('takes long instructions for a prompt where models are asked', async () => {
    const lines = Array.from({length: 6}, (_, at) => `Keep rule number ${at + 1} of the catalogue.`).join('\n      ')
    const method = (name: string): string =>
      `def ${name}\n    <<~TEXT\n      Sort the rows.\n      ${lines}\n    TEXT\n  end\n`
    const asks = 'def ask\n client.chat({model: size, messages: [{role: "user", content: rows}]})\n end\n'
    expect(await found(`class OllamaSorter\n  ${asks}  ${method('row_instructions')}end\n`)).toEqual([
      '6 prompt row_instructions',
    ])
    expect(await found(`class Sorter\n  ${method('row_instructions')}end\n`)).toEqual([])
  })
})
