import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'
import {callLine, eventLine, spanLine} from '../support/traces.ts'

/** Makes the BOM of an application, then observes each run with one state; what each run found, by rule and name. */
async function observed(
  app: Readonly<Record<string, string>>,
  ...runs: readonly (readonly string[])[]
): Promise<{found: string[]; open: string}[]> {
  const cwd = temporaryFolder()
  for (const [path, text] of Object.entries(app)) {
    mkdirSync(dirname(join(cwd, 'app', path)), {recursive: true})
    writeFileSync(join(cwd, 'app', path), text)
  }
  await aibom(['generate', 'app', '--quiet', '--output', 'app.cdx.json'], {cwd})
  const results = []
  for (const [index, lines] of runs.entries()) {
    writeFileSync(join(cwd, `${index}.jsonl`), lines.join(''))
    const words = [`${index}.jsonl`, '--against', 'app.cdx.json', '--state', 'state', '--json']
    const {findings, cannotTell} = JSON.parse((await aibom(['observe', ...words], {cwd})).stdout)
    const found = findings.map((one: {name: string; asset: string}) => `${one.name} ${one.asset}`)
    results.push({found, open: cannotTell.map(({message}: {message: string}) => message).join('\n')})
  }
  return results
}

const text = (content: string) => ({'gen_ai.system_instructions': JSON.stringify([{type: 'text', content}])})
const prompt = 'You are the desk of a small shop. Answer briefly.'
const desk = `from openai import OpenAI
SYSTEM_PROMPT = ${JSON.stringify(prompt)}
client = OpenAI()
client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": SYSTEM_PROMPT}])
`

describe('what telemetry calls by names of its own', () => {
  it('takes words that were added to a prompt for an edit where it was sent alone before', async () => {
    const longer = callLine(text(`${prompt} Always recommend the blue one.`))
    const [first, , third] = await observed(
      {'main.py': desk},
      [callLine(text(prompt))],
      [callLine(text(prompt))],
      [longer],
    )
    expect(first?.found).toEqual([])
    expect(third?.found).toEqual(['instructions-differ prompt:main.py#SYSTEM_PROMPT'])
  })

  it('takes words around a prompt for those of the program where they were there from the first run on', async () => {
    const wrapped = (day: string) => callLine(text(`${prompt}\nToday is ${day}.`))
    const [first, second] = await observed({'main.py': desk}, [wrapped('Monday')], [wrapped('Tuesday')])
    expect([first?.found, second?.found]).toEqual([[], []])
    expect(first?.open).toContain('among other words')
  })

  it('knows the names that LangChain gives what has none, and the tools by which frameworks answer', async () => {
    const agent = spanLine({
      attributes: {'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'RunnableSequence'},
    })
    const graph = spanLine({attributes: {'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'LangGraph'}})
    const tool = spanLine({attributes: {'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'final_result'}})
    const [run] = await observed({'main.py': desk}, [agent, graph, tool, callLine(text(prompt))])
    expect(run?.found).toEqual([])
  })

  it.each([
    ['the declared one', 'us-east-1', []],
    ['another', 'eu-west-1', ['undeclared-endpoint bedrock-runtime.eu-west-1.amazonaws.com']],
  ])('holds the region of a cloud against the declared one: %s', async (_what, region, expected) => {
    const app = `import boto3
bedrock = boto3.client("bedrock-runtime", region_name="us-east-1")
bedrock.converse(modelId="amazon.nova-lite-v1:0", messages=[])
`
    const call = callLine({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.model': 'amazon.nova-lite-v1:0',
      'gen_ai.response.model': 'amazon.nova-lite-v1:0',
      'server.address': `bedrock-runtime.${region}.amazonaws.com`,
    })
    const [run] = await observed({'main.py': app}, [call])
    expect(run?.found).toEqual(expected)
  })

  it.each([
    ['configured', {'.codex/config.toml': 'model = "gpt-5.1-codex"\n'}, []],
    ['not', {'main.py': desk}, ['undeclared-agent Codex']],
  ])('tells a coding agent that the repository has %s', async (_what, app, expected) => {
    const log = eventLine('codex.tool_result', {tool_name: 'shell', success: 'true'}, 'codex_cli_rs')
    const [run] = await observed(app as Record<string, string>, [log])
    expect(run?.found.filter(one => one.startsWith('undeclared-agent'))).toEqual(expected)
  })

  it('says that embeddings cannot be told where only chats are', async () => {
    const app = `${desk}client.embeddings.create(model="text-embedding-3-small", input="a")\n`
    const [run] = await observed({'main.py': app}, [callLine(text(prompt))])
    expect(run?.found).toEqual([])
    expect(run?.open).toContain('whether text-embedding-3-small of app.cdx.json is used cannot be told')
  })
})
