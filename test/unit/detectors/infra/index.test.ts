import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {infra} from '../../../../src/detectors/infra/index.ts'
import {detect} from '../../../support/detect.ts'
import {casePlaces} from '../../../support/places.ts'

const found = (name: string): Promise<string[]> => casePlaces(infra, `test/fixtures/infra/${name}`)

/** What a guardrail with these lines checks. */
async function checksOf(lines: readonly string[], end = '}'): Promise<readonly string[] | undefined> {
  const text = ['resource "aws_bedrock_guardrail" "chat" {', ...lines, end].join('\n')
  const {assets} = await detect(infra, {'main.tf': text})
  return assets.flatMap(asset => (asset.kind === 'guardrail' ? [asset.facts.checks] : []))[0]
}

describe('infra', () => {
  it.each([
    [
      'bicep',
      [
        'main.bicep:2 configured model:openai/gpt-4.1-mini',
        'main.bicep:7 configured service:azure-openai',
        'main.bicep:10 configured service:azure-openai',
        'main.bicep:16 configured model:openai/text-embedding-3-small',
      ],
    ],
    [
      'terraform',
      [
        'main.tf:3 configured model:bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0',
        'main.tf:6 configured service:bedrock',
        'main.tf:7 configured model:bedrock/amazon.titan-embed-text-v2:0',
        'main.tf:12 configured service:azure-openai',
        'main.tf:15 configured service:azure-openai',
        'main.tf:19 configured model:openai/gpt-4o',
        'main.tf:27 configured service:vllm',
        'main.tf:29 configured service:openai',
      ],
    ],
  ])('reads %s', async (name, places) => expect((await found(name)).sort()).toEqual([...places].sort()))

  it.each([
    ['type first', ['type = "HATE"', 'input_strength = "HIGH"', 'output_strength = "LOW"']],
    ['type last', ['input_strength = "HIGH"', 'output_strength = "LOW"', 'type = "HATE"']],
    ['type after a list', ['input_strength = "HIGH"', 'tags = [', ']', 'output_strength = "LOW"', 'type = "HATE"']],
  ])('gives the strength of a filter to its own type: %s', async (_name, filter) => {
    const other = filter.map(line => line.replace('HATE', 'INSULTS').replace('HIGH', 'NONE'))
    const hate = 'HATE input_strength=HIGH output_strength=LOW'
    const insults = 'INSULTS input_strength=NONE output_strength=LOW'
    const blocks = ['filters_config {', ...filter, '}', 'filters_config {', ...other, '}']
    expect(await checksOf(blocks)).toEqual([hate, insults])
    expect(await checksOf(['filters_config = [{', ...filter, '}, {', ...other, '}]'])).toEqual([hate, insults])
  })

  it('gives the action of a block without a type to no other', async () =>
    expect(await checksOf(['pii_config {', 'type = "NAME"', '}', 'regexes_config {', 'action = "BLOCK"', '}'])).toEqual(
      ['NAME'],
    ))

  it('ends a guardrail where its braces close', async () =>
    expect(await checksOf(['pii_config {', 'type = "NAME"', '}', '}', 'variable "a" {', 'type = "string"'])).toEqual([
      'NAME',
    ]))

  it('keeps what an open block says where the file ends', async () =>
    expect(await checksOf(['pii_config {', 'action = "BLOCK"', 'type = "NAME"'], '')).toEqual(['NAME action=BLOCK']))

  it('finds nothing in look-alikes', async () => expect(await found('look-alikes')).toEqual([]))

  it('never throws, whatever the file holds', async () => {
    const part = fc.constantFrom(
      'resource ',
      '"a" ',
      '{',
      '}',
      '[',
      ']',
      '\n',
      'name = ',
      '"x"',
      "'y'",
      'param ',
      ': ',
      '\x24{',
      '//',
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('a.tf', 'a.bicep'), fc.array(part, {maxLength: 60}), async (path, parts) => {
        await expect(detect(infra, {[path]: parts.join('')})).resolves.toBeDefined()
      }),
    )
  })

  it.each(['{', 'a = "x"\n', 'resource "a" "b" {\n', '"'])(
    'is linear for many %j',
    async text => {
      await expect(detect(infra, {'a.tf': text.repeat(40_000)})).resolves.toBeDefined()
    },
    20_000,
  )
})
