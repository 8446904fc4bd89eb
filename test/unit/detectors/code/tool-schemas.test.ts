import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function tools(text: string, path = 'app.py'): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return assets.flatMap(({kind, name}) => (kind === 'tool' ? [name] : []))
}

describe('tools that a request hands over as data', () => {
  it.each([
    [
      'OpenAI',
      'model = 1\nT = [{"type": "function", "function": {"name": "find", "description": "Finds.", "parameters": {"type": "object"}}}]\n',
    ],
    [
      'Anthropic',
      'model = 1\nT = [{"name": "find", "description": "Finds.", "input_schema": {"type": "object", "properties": {}}}]\n',
    ],
    [
      'Gemini',
      'model = 1\nT = {"function_declarations": [{"name": "find", "description": "Finds.", "parameters": SCHEMA}]}\n',
    ],
    [
      'a class of the program',
      'model = 1\nT = [ToolDefinition(name="find", description="Finds.", parameters=find_schema())]\n',
    ],
  ])('of %s', async (_name, text) => expect(await tools(text)).toEqual(['find']))

  it('are none without a description or a schema', async () => {
    const text =
      'model = 1\nApp(name="find", description="Finds.", parameters=schema())\nroutes = [{"name": "find", "parameters": {"id": 3}, "description": "x"}, {"name": "other", "parameters": {"type": "object"}}]\n'
    expect(await tools(text)).toEqual([])
  })
})
