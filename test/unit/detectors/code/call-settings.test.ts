import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

/** `kind name: what is stated of it`, of all assets that something is stated of. */
async function stated(files: Files): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets
    .flatMap(({kind, name, properties = {}}) => Object.values(properties).map(value => `${kind} ${name}: ${value}`))
    .sort()
}

describe('settings of calls', () => {
  it('are those of the cell that names the model, not of the same line in another cell', async () => {
    const cells = [
      'from openai import OpenAI\nclient = OpenAI()\nsmall = client.chat.completions.create(model="gpt-4o", messages=[])',
      'from openai import OpenAI\nother = OpenAI(base_url="https://openrouter.ai/api/v1")\nlarge = "openai/gpt-4o"',
      'other.chat.completions.create(model=large, temperature=0.3, messages=[])',
    ]
    const notebook = {
      nbformat: 4,
      cells: cells.map(source => ({cell_type: 'code', source, outputs: [], metadata: {}})),
    }
    expect(await stated({'a.ipynb': JSON.stringify(notebook)})).toEqual(['model openai/gpt-4o: temperature=0.3'])
  })
})

describe('regions of clients', () => {
  const client = (region: string): string =>
    `import boto3\nclient = boto3.client("bedrock-runtime", region_name="${region}")\n`

  it('are short words', async () => {
    expect(await stated({'a.py': client('eu-west-1')})).toEqual(['service bedrock: eu-west-1'])
    expect(await stated({'a.py': client('the region nearest to you')})).toEqual([])
    expect(await stated({'a.py': client('x'.repeat(41))})).toEqual([])
  })
})
