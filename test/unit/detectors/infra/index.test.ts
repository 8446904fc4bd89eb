import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {infra} from '../../../../src/detectors/infra/index.ts'
import {detect, filesOf} from '../../../support/detect.ts'

/** `path:line level id` of everything that one case names, sorted. */
async function found(name: string): Promise<string[]> {
  const {assets} = await detect(infra, filesOf(`test/fixtures/infra/${name}`))
  const places = assets.flatMap(asset =>
    asset.evidence.map(({path, line, level}) => [path, line ?? 0, `${path}:${line} ${level} ${asset.id}`] as const),
  )
  return places.sort(([a, x, p], [b, y, q]) => (a === b ? x - y || (p < q ? -1 : 1) : a < b ? -1 : 1)).map(([, , place]) => place)
}

/** CPU time: the machine may be busy with other things. */
function cpuMs(): number {
  const {user, system} = process.cpuUsage()
  return (user + system) / 1000
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

  it('finds nothing in look-alikes', async () => expect(await found('look-alikes')).toEqual([]))

  it('never throws, whatever the file holds', async () => {
    const part = fc.constantFrom('resource ', '"a" ', '{', '}', '[', ']', '\n', 'name = ', '"x"', "'y'", 'param ', ': ', '\x24{', '//')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('a.tf', 'a.bicep'), fc.array(part, {maxLength: 60}), async (path, parts) => {
        await expect(detect(infra, {[path]: parts.join('')})).resolves.toBeDefined()
      }),
    )
  })

  it.each(['{', 'a = "x"\n', 'resource "a" "b" {\n', '"'])('is linear for many %j', async text => {
    const started = cpuMs()
    await detect(infra, {'a.tf': text.repeat(40_000)})
    expect(cpuMs() - started).toBeLessThan(2000)
  })
})
