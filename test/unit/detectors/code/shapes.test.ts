import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

/** Where each asset stands, as `path:line kind name`. */
async function places(files: Files): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets
    .flatMap(({kind, name, evidence}) => evidence.map(({path, line}) => `${path}:${line} ${kind} ${name}`))
    .sort()
}

describe('shapes of code', () => {
  it('reads the literals in vec![…], and the files of models that a record names', async () => {
    const text = [
      'fn models() -> Vec<ModelInfo> {',
      '  let transcribe_model = load_whisper();',
      '  vec![ModelInfo {',
      '    id: "breeze-asr-2".to_string(),',
      '    filename: "breeze-asr-q5_k.bin".to_string(),',
      '    source: Source::Url { url: "https://acme.example/breeze-asr-q5_k.bin".to_string() },',
      '    prompt: "You are a helpful assistant who cleans transcripts.".to_string(),',
      '  }]',
      '}',
    ].join('\n')
    expect(await places({'src/model.rs': text})).toEqual([
      'src/model.rs:4 model breeze-asr-2',
      'src/model.rs:5 weights breeze-asr-q5_k.bin',
      'src/model.rs:7 prompt models.prompt',
    ])
  })

  it('sees fields of a class in its methods without `this`', async () => {
    const text = [
      'import com.openai.client.okhttp.OpenAIOkHttpClient;',
      'class Chats {',
      '  private static final String MODEL = "gpt-4.1-mini";',
      '  private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();',
      '  void run() { client.chat().completions().create(params().model(MODEL).build()); }',
      '}',
    ].join('\n')
    expect(await places({'src/Chats.java': text})).toEqual([
      'src/Chats.java:3 model gpt-4.1-mini',
      'src/Chats.java:4 service openai',
    ])
  })

  it('takes the text blocks of a message for its text', async () => {
    const text = [
      'from openai import OpenAI',
      'line = "You are an AI assistant that describes pictures."',
      'OpenAI().chat.completions.create(model="gpt-4o", messages=[',
      '  {"role": "system", "content": [{"type": "text", "text": line}]},',
      '  {"role": "user", "content": [{"type": "text", "text": "What is in this picture, please?"}]},',
      '])',
    ].join('\n')
    expect(await places({'app.py': text})).toContain('app.py:2 prompt system')
    expect((await places({'app.py': text})).filter(one => one.includes('prompt'))).toHaveLength(1)
  })

  it('gives up on a prompt whose calls hold each other without end', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const calls = names.slice(1).map((name, at) => `${name} = load(${`${names[at]}, `.repeat(300)})`)
    const text = ['from lib import load', 'a = load("prompt.md")', ...calls, 'system_prompt = load(e)'].join('\n')
    expect(await places({'app.py': text, 'prompt.md': 'You are a coding agent. Answer with care.'})).toEqual([
      'app.py:7 prompt prompt.md',
      'prompt.md:1 prompt prompt.md',
    ])
  }, 20_000)

  it('finds the prompts of files that the program embeds or reads', async () => {
    const prompt = 'You are a coding agent. Answer the question of the user with care.'
    const files = {
      'agent/agent.go':
        'package agent\n\nimport _ "embed"\n\n//go:embed templates/coder.md.tpl\nvar coderPromptTmpl []byte\n',
      'agent/templates/coder.md.tpl': prompt,
      'src/main.rs': 'const SYSTEM_PROMPT: &str = include_str!("../assets/system.md");\n',
      'assets/system.md': prompt,
      'app.py': 'with open("texts/planner.txt") as file:\n    planner_prompt = file.read()\n',
      'texts/planner.txt': prompt,
      'lost.py': 'system_prompt = open("nowhere.txt").read()\n',
      'readme.py': 'page = open("texts/planner.txt").read()\n',
    }
    expect(await places(files)).toEqual([
      'agent/agent.go:6 prompt agent/templates/coder.md.tpl',
      'agent/templates/coder.md.tpl:1 prompt agent/templates/coder.md.tpl',
      'app.py:2 prompt texts/planner.txt',
      'assets/system.md:1 prompt assets/system.md',
      'src/main.rs:1 prompt assets/system.md',
      'texts/planner.txt:1 prompt texts/planner.txt',
    ])
  })

  it('calls a graph by what its chain is assigned to', async () => {
    const text = [
      "import {StateGraph} from '@langchain/langgraph'",
      "const ingestion = new StateGraph(State).addNode('load', load).addEdge(START, 'load')",
    ].join('\n')
    expect(await places({'graph.ts': text})).toContain('graph.ts:2 agent ingestion')
  })

  it('takes a file of rows for a data set where its argument says so', async () => {
    const text = [
      'from openai import OpenAI',
      'evaluate(data_path=folder + "/eval_inputs.jsonl", output_path=folder + "/eval_results.jsonl")',
    ].join('\n')
    expect(await places({'evaluate.py': text})).toEqual(['evaluate.py:2 dataset eval_inputs.jsonl'])
  })

  it('tells a system message by its class, whatever library it is of', async () => {
    const text =
      'class A { void F() { Send(new ChatRequestSystemMessage("You are an assistant for developers of web pages.")); } }'
    expect(await places({'A.cs': `// openai\n${text}`})).toEqual(['A.cs:2 prompt F.system'])
  })

  it('lists what a function gives in one case or another once', async () => {
    const text = [
      'export function systemPrompt(isShort: boolean) {',
      '  if (isShort) return `You are a helpful assistant. Answer in one sentence only, please.`',
      '  return `You are a helpful assistant. Answer as long as you like, with examples.`',
      '}',
      'const requestPrompt = systemPrompt(true)',
    ].join('\n')
    expect(await places({'prompts.ts': text})).toEqual(['prompts.ts:2 prompt systemPrompt'])
  })

  it('takes what is given a name, a model and tools for an agent', async () => {
    const text = 'agent = define_deep_agent(name="docs_agent", model="gpt-5-mini", tools=docs_tools)'
    expect(await places({'agent.py': text})).toContain('agent.py:1 agent docs_agent')
  })
})
