import {describe, expect, it} from 'vitest'
import {redactText} from '../../../src/lib/redact/text.ts'

const secret = 'amber-mango-river'

describe('a secret that a call takes by its place', () => {
  it.each([
    `co = cohere.ClientV2("${secret}")`,
    `client = OpenAI(\n    "${secret}",\n)`,
    `genai.configure('${secret}')`,
    `login("${secret}")`,
    `api = HfApi("https://huggingface.co", "${secret}")`,
    `pymysql.connect("db.example", "bot", "${secret}")`,
    `requests.get(url, auth=HTTPBasicAuth("bot", "${secret}"))`,
    `new OpenAIClient('https://llm.example', new AzureKeyCredential('${secret}'))`,
    `new GoogleGenerativeAI(\`${secret}\`)`,
    `c := openai.NewClient("${secret}")`,
    `az := openai.DefaultAzureConfig("${secret}", "https://llm.example")`,
    `req.SetBasicAuth("bot", "${secret}")`,
    `new UsernamePasswordCredentials("bot", "${secret}")`,
    `new ChatClient("gpt-4o", "${secret}")`,
    `builder.AddAzureOpenAIChatCompletion("gpt-4o", "https://llm.example", "${secret}")`,
    `Cohere::Client.new("${secret}")`,
    `OpenAI::client('${secret}')`,
    `let client = Client::new("${secret}");`,
  ])('is not told: %s', code => {
    const shown = redactText(code, 'code')
    expect(shown).not.toContain(secret)
    expect(shown.length).toBeGreaterThanOrEqual(code.length - secret.length)
  })

  it.each([
    'QdrantClient("localhost", port=6333)',
    'new ChatClient("gpt-4o", apiKey)',
    'InferenceClient("Qwen/Qwen2.5-7B-Instruct")',
    'boto3.client("bedrock-runtime-eu-west")',
    'chromadb.HttpClient("chroma.internal")',
    'ChatGoogleGenerativeAI("gemini-1.5-pro")',
    'OpenAI(os.environ["KEY"], "https://llm.example")',
    'db.connect("db-one.example", "bot-of-us")',
    'Client(name="one-two-three")',
    'summarise("one-two-three")',
    'Client("OPENAI_API_KEY")',
  ])('is not what is none: %s', code => {
    expect(redactText(code, 'code')).toBe(code)
  })

  it('is looked for in linear time', () => {
    for (const code of ['Client("a-b-c-d"', 'Client(,', 'Client("'])
      expect(redactText(code.repeat(100_000), 'code').length).toBeGreaterThan(0)
  }, 60_000)
})
