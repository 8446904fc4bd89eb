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

describe('requests without a client library', () => {
  it.each([
    ['T.cs', 'class T { string b = "{\\"model\\": \\"gpt-4o\\", \\"messages\\": []}"; }'],
    ['T.java', 'class T { String b = "{\\"model\\":\\"gpt-4o\\",\\"max_tokens\\":10}"; }'],
    ['T.kt', 'val b = """{"model": "gpt-4o", "stream": $stream}"""'],
    ['t.go', 'package t\nvar b = []byte(`{"model":"gpt-4o","stream":true}`)'],
    ['t.rs', 'fn f() { post(r#"{"model": "gpt-4o"}"#); }'],
    ['t.swift', 'let b = #"{"model": "gpt-4o"}"#'],
    ['t.php', '<?php $b = \'{"model": "gpt-4o"}\';'],
    ['t.rb', 'BODY = \'{"model": "gpt-4o"}\''],
  ])('%s: the body is a text', async (path, source) => {
    expect((await found(path, source)).map(line => line.replace(/^\d+ /, ''))).toEqual(['model:openai/gpt-4o'])
  })

  it.each([
    [
      'route.ts',
      `fetch("https://api.replicate.com/v1/predictions", {body: JSON.stringify({version: "${'ab'.repeat(32)}"})})`,
    ],
    [
      'room.py',
      `VERSION = "${'ab'.repeat(32)}"; requests.post("https://api.replicate.com/v1/predictions", json={"version": VERSION})`,
    ],
  ])('%s: the version that Replicate is asked for is its model', async (path, source) => {
    expect(await found(path, source)).toEqual([`1 model:replicate/${'ab'.repeat(32)}`, '1 service:replicate'])
    expect(await found(path, source.replace('api.replicate.com', 'api.example.com'))).toEqual([])
  })

  it('an anonymous object of C# is a body', async () => {
    const source = `class T {
  void F() {
    Post(new {
      model = "mistral-small-latest",
      messages = new[] { new { role = "system", content = "You are a terse gardener." } },
    });
  }
}
`
    expect(await found('T.cs', source)).toEqual(['4 model:mistral/mistral-small-latest', '5 prompt:T.cs#F.system'])
  })

  it('a map of Java, and a message that is made with its role', async () => {
    const source = `class T {
  void f() {
    post(Map.of("model", "deepseek-chat",
      "messages", List.of(Map.of("role", "system", "content", "You are a terse baker."),
      new ChatMessage("system", "You are a poet, and answer in rhymes."))));
  }
}
`
    expect(await found('T.java', source)).toEqual([
      '3 model:deepseek/deepseek-chat',
      '4 prompt:T.java#f.system',
      '5 prompt:T.java#f.system#2',
    ])
  })

  it.each([
    [
      'T.cs',
      'class T { string U() => $"https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key={key}"; }',
    ],
    [
      't.rb',
      'U = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key=#{key}"',
    ],
    [
      't.php',
      '<?php $u = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key={$key}";',
    ],
    ['t.rs', 'fn f(base: &str) { let u = format!("{}/v1beta/models/gemini-2.0-flash:generateContent", base); }'],
  ])('%s: the model in an address whose rest is filled in', async (path, source) => {
    const keys = (await found(path, source)).map(line => line.replace(/^\d+ /, ''))
    expect(keys.filter(key => key.startsWith('model:'))).toEqual(['model:google-gemini/gemini-2.0-flash'])
  })

  it('the path of a deployment is of Azure', async () => {
    const source = "<?php class T { protected $path = 'openai/deployments/{deployment-id}/chat/completions'; }"
    expect(await found('t.php', source)).toEqual(['1 service:azure-openai'])
  })

  it('a text that is no body, and a record about something else, name no model', async () => {
    const source = 'var a = `say {"model": "gpt-4o"}`\nvar b = `{"model": "corolla", "year": 1999}`\n'
    expect(await found('t.go', `package t\n${source}`)).toEqual([])
  })
})

describe('what a setting falls back to', () => {
  it.each([
    ['t.php', "<?php $x = $settings['chat_model'] ?? 'claude-3-opus-20240229';"],
    ['T.kt', 'val x = prefs[KEY_MODEL] ?: "claude-3-opus-20240229"'],
    ['t.rs', 'fn f() { let x = std::env::var("MODEL").unwrap_or_else(|_| "claude-3-opus-20240229".to_string()); }'],
    ['t.swift', 'let x = UserDefaults.standard.string(forKey: "chatModel") ?? "claude-3-opus-20240229"'],
    ['t.go', 'package t\nfunc f() { x := cmp.Or(cfg.Model, "claude-3-opus-20240229"); use(x) }'],
    ['T.cs', 'class T { string x = Environment.GetEnvironmentVariable("MODEL") ?? "claude-3-opus-20240229"; }'],
    [
      'T.kt',
      'fun example(t: Type) = when (t) { Type.A -> "claude-3-opus-20240229"; else -> "claude-3-opus-20240229" }',
    ],
  ])('%s', async (path, source) => {
    const keys = new Set((await found(path, source)).map(line => line.replace(/^\d+ /, '')))
    expect([...keys]).toEqual(['model:anthropic/claude-3-opus-20240229'])
  })

  it("a car's model falls back to no language model", async () => {
    expect(await found('t.swift', 'let x = UserDefaults.standard.string(forKey: "carModel") ?? "corolla-2"')).toEqual(
      [],
    )
  })
})
