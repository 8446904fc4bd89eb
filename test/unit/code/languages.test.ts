import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Module, Value} from '../../../src/code/module.ts'
import {readCode} from '../../../src/code/read-code.ts'

/** A value as a short text. */
function shown(value: Value): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text)
    case 'scalar':
      return String(value.value)
    case 'name':
      return value.name
    case 'member':
      return `${shown(value.of)}.${value.key}`
    case 'index':
      return `${shown(value.of)}[${shown(value.key)}]`
    case 'call':
      return `${shown(value.callee)}(${value.args.map(({name, value: given}) => (name === undefined ? '' : `${name}=`) + shown(given)).join(', ')})`
    case 'list':
      return `[${value.items.map(shown).join(', ')}]`
    case 'map':
      return `{${value.entries.map(({key, value: given}) => `${key ?? '?'}: ${shown(given)}`).join(', ')}}`
    case 'choice':
      return value.options.map(shown).join(' | ')
    case 'template':
      return `\`${value.parts.map(shown).join(' ')}\``
    default:
      return value.kind
  }
}

async function moduleOf(path: string, code: string): Promise<Module> {
  const module = await readCode(code, path)
  if (!('root' in module)) throw new Error(module.message)
  return module
}

const programs: Record<string, {code: string; names: string[]; imports: string[]}> = {
  'a.go': {
    code: `package ai
import (
	"context"
	openai "github.com/sashabaranov/go-openai"
)
const clientName = "x"
type Config struct {
	Model string \`envDefault:"sonar-pro"\`
}
func (c *Config) Get(ctx context.Context) (string, error) {
	model, provider := "mistral-embed", "mistral"
	req := openai.ChatCompletionRequest{
		Model: model,
		Messages: []openai.Message{{Role: "system", Content: \`You\`}},
	}
	table := map[string]int{"k": 1}
	c.Model = "q" + "r"
	return "x", nil
}`,
    names: [
      'clientName = "x"',
      'Model = "sonar-pro"',
      'model = "mistral-embed"',
      'provider = "mistral"',
      'req = openai.ChatCompletionRequest(Model=model, Messages=[{Role: "system", Content: "You"}])',
      'Model = model',
      'Messages = [{Role: "system", Content: "You"}]',
      'Role = "system"',
      'Content = "You"',
      'table = {k: 1}',
      'k = 1',
      'Model = "qr"',
    ],
    imports: ['context', 'github.com/sashabaranov/go-openai'],
  },
  'A.java': {
    code: `package a;
import dev.langchain4j.model.openai.OpenAiChatModel;
import a.b.*;
class A {
  static final String MODEL = "gpt-4o";
  @Value("\${ai.model:qwen3}") String model;
  enum Kind { ONE("one") }
  String chat(String q) {
    var m = OpenAiChatModel.builder().modelName(MODEL).build();
    String text = """
        You are
          helpful
        """;
    return switch (q) { case "a" -> "m1"; default -> "m2"; };
  }
}`,
    names: [
      'MODEL = "gpt-4o"',
      'model = "qwen3"',
      'ONE = "one"',
      'm = OpenAiChatModel.builder().modelName(MODEL).build()',
      'text = "You are\\n  helpful\\n"',
    ],
    imports: ['dev.langchain4j.model.openai.OpenAiChatModel', 'a.b'],
  },
  'A.kt': {
    code: `import ai.koog.agents.AIAgent
const val MODEL = "gpt-4o"
val all = listOf("a", "b")
val table = mapOf("k" to "v")
class Chat(val model: String = "dflt") {
  val text = """
    You are \${model}
  """.trimIndent()
  fun make(name: String = "n"): String {
    val agent = AIAgent(llm = OpenAIModels.Chat.GPT4o, systemPrompt = "You")
    val e = x ?: "other"
    return when (name) { "a" -> "m1" else -> "m2" }
  }
}`,
    names: [
      'MODEL = "gpt-4o"',
      'all = ["a", "b"]',
      'table = {k: "v"}',
      'k = "v"',
      'model = "dflt"',
      'text = `"\\n    You are " model "\\n  "`',
      'name = "n"',
      'agent = AIAgent(llm=OpenAIModels.Chat.GPT4o, systemPrompt="You")',
      'llm = OpenAIModels.Chat.GPT4o',
      'systemPrompt = "You"',
      'e = x | "other"',
    ],
    imports: ['ai.koog.agents.AIAgent'],
  },
  'A.cs': {
    code: `\ufeffusing Microsoft.SemanticKernel;
using X = Foo.Bar;
class A {
  private const string Model = "gpt-4o";
  public string Id { get; set; } = "dflt";
  void Run(string q) {
    var client = new OpenAIClient(key).GetChatClient("gpt-4o");
    ChatOptions o = new() { ModelId = cfg["a"] ?? "m" };
    var d = new Dictionary<string, string> { ["a"] = "b" };
    string v = @"a\\b""c"; string i = $"a {q} b"; string r = """
        raw
          text
        """;
    var s = q switch { "a" => "m1", _ => "m2" };
  }
}`,
    names: [
      'Model = "gpt-4o"',
      'Id = "dflt"',
      'client = OpenAIClient(key).GetChatClient("gpt-4o")',
      'o = ChatOptions(ModelId=cfg["a"] | "m")',
      'ModelId = cfg["a"] | "m"',
      'd = {a: "b"}',
      'a = "b"',
      'v = "a\\\\b\\"c"',
      'i = `"a " q " b"`',
      'r = "raw\\n  text\\n"',
      's = "m1" | "m2"',
    ],
    imports: ['Microsoft.SemanticKernel', 'Foo.Bar'],
  },
  'a.rs': {
    code: `use hf_hub::{api::sync::Api, Repo as R};
pub const MODEL: &str = "gpt-4o";
fn default_model() -> String { "m".to_string() }
fn make(name: &str) {
    let x = match name { "a" => "m1", _ => { "m2" } };
    let c = Config { model: "n".into(), ..Default::default() };
    let o = opt.unwrap_or("d");
    let raw = r#"raw "x""#;
    let v = vec!["a", "b"];
    let t = concat!("a", "b");
    let s = format!("a {name} b");
    let body = json!({"model": "gpt-4o", "messages": [{"role": "system"}]});
}
#[cfg(test)]
mod tests { const T: &str = "t"; }`,
    names: [
      'MODEL = "gpt-4o"',
      'x = "m1" | "m2"',
      'c = Config(model="n")',
      'model = "n"',
      'o = opt | "d"',
      'raw = "raw \\"x\\""',
      'v = ["a", "b"]',
      't = "ab"',
      's = `"a " name " b"`',
      'body = {model: "gpt-4o", messages: [{role: "system"}]}',
      'model = "gpt-4o"',
      'messages = [{role: "system"}]',
      'model = "gpt-4o"',
      'messages = [{role: "system"}]',
      'role = "system"',
      'T = "t"',
    ],
    imports: ['hf_hub.api.sync.Api', 'hf_hub.Repo'],
  },
  'a.rb': {
    code: `module Ai
  class Chat < Base
    MODEL = "gpt-4o"
    def initialize(model: "dflt")
      @client = OpenAI::Client.new(uri_base: ENV.fetch("U", "v"))
    end
    def run
      client.chat(parameters: { model: "m", messages: [{ role: "system" }] })
      name = case x when "a" then "m1" else "m2" end
      other = y || "z"
      text = <<~TEXT.strip
        You are
          helpful
      TEXT
    end
  end
end`,
    names: [
      'MODEL = "gpt-4o"',
      'model = "dflt"',
      'client = OpenAI.Client(uri_base=ENV.fetch("U", "v"))',
      'uri_base = ENV.fetch("U", "v")',
      'parameters = {model: "m", messages: [{role: "system"}]}',
      'model = "m"',
      'messages = [{role: "system"}]',
      'role = "system"',
      'name = "m1" | "m2"',
      'other = y | "z"',
      'text = "You are\\n  helpful\\n"',
    ],
    imports: ['Base', 'OpenAI', 'ENV'],
  },
  'a.php': {
    code: `<?php
use Prism\\Prism\\Prism;
class Chat extends Base {
  const MODEL = 'gpt-4o';
  private string $name = "x";
  public function run(string $q = "z") {
    $r = $client->chat()->create(['model' => 'm', 'messages' => [['role' => 'system']]]);
    $y = env('A', 'b') ?? 'c';
    return match($q) { 'a' => 'm1', default => 'm2' };
  }
}`,
    names: [
      'MODEL = "gpt-4o"',
      'name = "x"',
      'q = "z"',
      'r = client.chat().create({model: "m", messages: [{role: "system"}]})',
      'model = "m"',
      'messages = [{role: "system"}]',
      'role = "system"',
      'y = env("A", "b") | "c"',
    ],
    imports: ['Prism.Prism.Prism'],
  },
  'a.swift': {
    code: `import MLXLLM
/* a /* nested */ comment with let x = "no" */
struct Models {
  static let one = ModelConfiguration(id: "org/model")
  var prompt: String = "You \\(name) are"
  enum Kind: String { case small = "s" }
  func load(path: String = "dflt") -> String {
    let text = """
    You are
    """
    model.name = other ?? "z"
    return "x"
  }
}`,
    names: [
      'id = "org/model"',
      'one = ModelConfiguration(id="org/model")',
      'prompt = `"You " name " are"`',
      'small = "s"',
      'path = "dflt"',
      'text = "You are"',
      'name = other | "z"',
    ],
    imports: ['MLXLLM'],
  },
}

describe('the front end of', () => {
  it.each(Object.entries(programs))('%s gives names, values and imports', async (path, {code, names, imports}) => {
    const module = await moduleOf(path, code)
    expect(module.errorLine).toBeUndefined()
    expect(module.namings.map(({name, value}) => `${name} = ${shown(value)}`)).toEqual(names)
    expect(module.imports.map(({target}) => [target.module, ...target.path].join('.'))).toEqual(imports)
  })

  it.each([
    ['a.go', 'package a\nvar x = 0x10\nvar y = 1_000\nvar z = 1e5\nvar w = .5', ['16', '1000', '100000', '0.5']],
    [
      'a.rs',
      'fn f() { let x = 1_000u32; let y = 0xFFu8; let z = 1e-5; let w = 2.5f64; }',
      ['1000', '255', '0.00001', '2.5'],
    ],
    ['A.java', 'class A { long x = 10L; float y = 1.5f; int z = 0b101; double w = 2e3; }', ['10', '1.5', '5', '2000']],
  ])('%s reads numbers with their bases, exponents and suffixes', async (path, code, numbers) => {
    expect((await moduleOf(path, code)).namings.map(({value}) => shown(value))).toEqual(numbers)
  })

  it('Rust knows which lines only tests have', async () => {
    expect((await moduleOf('a.rs', programs['a.rs']?.code ?? '')).testLines).toEqual([{from: 15, to: 15}])
  })
})

describe('hostile code', () => {
  const guarded = ['go', 'java', 'kt', 'cs', 'rs']
  const endings = [...guarded, 'rb', 'php', 'swift']

  it.each(guarded)('.%s with brackets without end is refused before it is parsed', async ending => {
    for (const piece of ['a<', '(', '[']) {
      expect(await readCode(piece.repeat(2000 / piece.length), `a.${ending}`)).toMatchObject({code: 'syntax'})
    }
  })

  it.each(['"a": 1}}', '}}\n"a": 1}', '{"a": 1}}}'])('.go with bodies of no type ends: %s', async rest => {
    expect(await readCode(`${'x) {\n'.repeat(10)}${rest}`, 'a.go')).toHaveProperty('calls')
  })

  it('.go finds the types of bodies inside each other in linear time', async () => {
    const code = `package a\nvar x = map[string]T{${'"a":{'.repeat(30_000)}${'}'.repeat(30_000)}}`
    const before = process.cpuUsage()
    await readCode(code, 'a.go')
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5)
  })

  it.each(endings)(
    '.%s of prose, quotes and one endless expression ends in time, in part or as a refusal',
    async ending => {
      for (const piece of [
        'lorem ipsum dolor ',
        '"',
        '"""',
        "'",
        '{',
        '}',
        'a.',
        '+a',
        'x = ',
        '`',
        '$"',
        '#if\n',
        'a::',
        'match ',
        '/*',
        '@a ',
      ]) {
        await readCode(piece.repeat(2000 / piece.length), `a.${ending}`)
      }
    },
    60_000,
  )

  it.each(endings)('.%s never throws, whatever the text', ending =>
    fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.constantFrom(...'(){}[]<>"\'`$@#=.,;:?! \nab1', 'class ', 'fn ', 'func ', 'val ', 'var ', '"""'),
          maxLength: 200,
        }),
        async text => {
          await readCode(text, `a.${ending}`)
        },
      ),
      {numRuns: 40},
    ),
  )
})
