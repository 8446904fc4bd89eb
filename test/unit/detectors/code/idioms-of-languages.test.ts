import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {keyOf} from '../../../../src/inventory/identity.ts'
import {detect} from '../../../support/detect.ts'

async function found(path: string, source: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: source})
  return assets
    .flatMap(asset => asset.evidence.map(({line}) => `${line} ${keyOf(asset)}`))
    .sort((a, b) => a.localeCompare(b, 'en', {numeric: true}))
}

describe('Swift', () => {
  it('reads both branches of a condition, sums, and the closures among arguments', async () => {
    const source = `func f() {
  let m = Chat(model: flag == "x" ? "gpt-4o-mini" : "claude-3-5-haiku-latest")
  go(action: { s in run(model: "gpt-4.1-nano", text: s) }, on: .main)
  let u = URL(string: "https://api.openai.com" + "/v1/chat/completions")!
  let s = flag ? "abc" : "def"
}
`
    expect(await found('t.swift', source)).toEqual([
      '2 model:anthropic/claude-3-5-haiku-latest',
      '2 model:openai/gpt-4o-mini',
      '3 model:openai/gpt-4.1-nano',
      '4 service:openai',
    ])
  })

  it('takes the case of a message from the system for a prompt, and the font of the system for none', async () => {
    const source = `func f() {
  let messages: [Message] = [
    .system(content: .text(String(localized: "Please describe the picture in detail, with its colours and people."))),
  ]
  let font = Font.system("Please describe the picture in detail, with its colours and people.")
}
`
    expect(await found('t.swift', source)).toEqual(['3 prompt:t.swift#f.system'])
  })
})

describe('Ruby', () => {
  it('a text that ends in PROMPT is one outside of methods', async () => {
    const source = `execute do
  agent(:reviewer) do
    <<~PROMPT
      You are a careful reviewer. Read the change below and list what is wrong with it, one point a line, nothing else.
    PROMPT
  end
  sql <<~SQL
    You are a careful reviewer. Read the change below and list what is wrong with it, one point a line, nothing else.
  SQL
end
`
    expect(await found('flow.rb', source)).toEqual(['3 prompt:flow.rb#PROMPT'])
  })
})

describe('constants', () => {
  it('Go: what is called Model… is one, also of a family that nobody knows', async () => {
    const source = `package param
const (
	ModelGemini = "gemini-2.0-flash"
	ModelPicture3 = "picture-3"
	ModelKind = "vision"
	Release3 = "picture-3"
	SystemPrompt, LlmToken = "", ""
)
`
    expect(await found('param.go', source)).toEqual(['3 model:google-gemini/gemini-2.0-flash', '4 model:picture-3'])
  })

  it('weights are told whatever their constant is called, and endings by themselves are none', async () => {
    const source = `class T {
  static final String FAST = "whisper-base.EU.tflite";
  static final String EXTENSION = ".en.tflite";
  static final String OUTPUT_FILE = "made-here.onnx";
}
`
    expect(await found('T.java', source)).toEqual(['2 weights:whisper-base.EU.tflite'])
  })
})

describe('addresses without their scheme or base', () => {
  it('Rust: the host of a service, and the path of a deployment', async () => {
    const source = `fn f(region: &str, base: &str) {
  let host = format!("bedrock-runtime.{region}.amazonaws.com");
  let url = format!("{}/openai/deployments/{}/chat/completions?api-version=2024-12-01", base, name);
  let page_host = "docs.acme.dev";
}
`
    expect(await found('t.rs', source)).toEqual(['2 service:bedrock', '3 service:azure-openai'])
  })
})

describe('what a builder of a library gives', () => {
  it('C#: methods of the kernel builder, also where it is assigned again', async () => {
    const source = `using Microsoft.SemanticKernel;
class T {
  void F() {
    var b = Kernel.CreateBuilder();
    b = b.AddAzureOpenAIChatCompletion(name, endpoint, credential);
    b.AddOllamaChatCompletion("llama3.2", uri);
  }
}
`
    expect(await found('T.cs', source)).toEqual([
      '5 service:azure-openai',
      '6 model:ollama/llama3.2',
      '6 service:ollama',
    ])
  })
})
