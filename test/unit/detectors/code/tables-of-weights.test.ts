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

const hub = 'https://huggingface.co/acme/one-3b-GGUF/resolve/main/one-3b.Q4.gguf'

describe('weights in the tables of a program', () => {
  it.each([
    [
      'T.cs',
      `class T { static Dictionary<string, (string, string)[]> all = new() { {"Small", new (string, string)[] { ("One", "${hub}"), } }, }; }`,
    ],
    ['t.go', `package t\nvar rows = []struct{ Name, URL string }{{"One", "${hub}"}}`],
    ['t.rs', `static ROWS: &[(&str, &str)] = &[("One", "${hub}")];`],
    ['t.swift', `let rows: [(String, String)] = [("One", "${hub}")]`],
    ['T.kt', `val rows = listOf(listOf("One", "${hub}"))`],
    ['t.php', `<?php $rows = [['One', '${hub}']];`],
    ['t.rb', `ROWS = [["One", "${hub}"]]`],
  ])('%s: rows within a table', async (path, source) => {
    const lines = (await found(path, source)).map(line => line.replace(/^\d+ /, ''))
    expect(lines).toEqual(['model:huggingface/acme/one-3b-GGUF', 'weights:one-3b.Q4.gguf'])
  })

  it('rows of whisper.cpp are told by how its files are called', async () => {
    const source =
      'package t\nvar whisperModels = []struct{ Name, File string }{\n\t{"nano", "ggml-nano-q5_1.bin"},\n\t{"x", "data.bin"},\n}\n'
    expect(await found('t.go', source)).toEqual(['3 weights:ggml-nano-q5_1.bin'])
  })

  it('arms of a match give files, whatever the function is called', async () => {
    const source =
      'fn file(k: Kind) -> &str {\n  match k {\n    Kind::A => "speech-tiny-q5.gguf",\n    Kind::B => "model.gguf",\n  }\n}\n'
    expect(await found('t.rs', source)).toEqual(['3 weights:speech-tiny-q5.gguf'])
  })

  it('what a record of a model is downloaded from may be packed', async () => {
    const source = `fn all(map: &mut Map) {
  let llm_model = 1;
  let whisper_prompt = 2;
  map.insert("a", ModelInfo { id: "canary-1b".to_string(), source: Source::Url { url: "https://blob.acme.dev/canary-1b.tar.gz".to_string() } });
  map.insert("b", PageInfo { id: "help", source: Source::Url { url: "https://blob.acme.dev/help.tar.gz".to_string() } });
}
`
    expect(await found('t.rs', source)).toEqual(['4 model:canary-1b', '4 weights:canary-1b.tar.gz'])
  })

  it('a record leads to its repository though it names the file too', async () => {
    const source = `let models: [ModelInfo] = [\n  ModelInfo(name: "One", filename: "one-3b.Q4.gguf", url: "${hub}?download=true"),\n]\n`
    expect(await found('t.swift', source)).toEqual(['2 model:huggingface/acme/one-3b-GGUF', '2 weights:one-3b.Q4.gguf'])
  })

  it.each([
    [
      'T.kt',
      'class T(c: Context) {\n  val vad = env.createSession(c.assets.open("silero_vad.onnx").readBytes())\n}\n',
      '2 weights:silero_vad.onnx',
    ],
    [
      'T.java',
      'class T {\n  Object v = getClass().getResource("/nets/yolov8n.onnx");\n}\n',
      '2 weights:/nets/yolov8n.onnx',
    ],
    [
      't.rs',
      'fn f(app: &App) {\n  let v = app.path().resolve("res/silero_v4.onnx", Base::Resource).map_err(|e| e)?;\n}\n',
      '2 weights:res/silero_v4.onnx',
    ],
    [
      't.swift',
      'func f() {\n  let u = Bundle.main.url(forResource: "MobileNetV2", withExtension: "mlmodelc")\n}\n',
      '2 weights:MobileNetV2.mlmodelc',
    ],
    [
      't.swift',
      'func f() {\n  let u = Bundle.main.path(forResource: "gemma-2b-it-gpu-int4", ofType: "bin")\n}\n',
      '2 weights:gemma-2b-it-gpu-int4.bin',
    ],
  ])('%s: a file given to any function', async (path, source, expected) => {
    expect(await found(path, source)).toEqual([expected])
  })

  it.each([
    [
      't.go',
      'package t\nfunc f(n string) bool { return strings.HasSuffix(n, ".gguf") && strings.HasPrefix(n, "gpt-4") }\n',
    ],
    ['T.cs', 'class T { bool F(string n) => n.EndsWith(".onnx") || n.StartsWith("gpt-4o"); }'],
    [
      't.rs',
      'fn f(n: &str) { let a = n.ends_with(".gguf"); let b = n.trim_end_matches("-q8.gguf"); let c = n.starts_with("claude-3"); }',
    ],
    [
      't.swift',
      'func f() { let a = n.hasSuffix(".gguf"); let b = m.hasPrefix("gpt-5"); let t = Bundle.main.path(forResource: "sounds", ofType: "bin") }',
    ],
    ['T.kt', 'fun f() { copy("model.gguf"); copy("my-weights.gguf"); save(output = "kept_v2.onnx") }'],
    [
      't.rs',
      '#[cfg(test)]\nmod tests {\n  fn f() { File::create("llama-q8.gguf"); let m = Item { file: "phi-q8.gguf" }; }\n}\n',
    ],
    ['T.swift', 'let u = "https://huggingface.co/\\(owner)/\\(name)/resolve/main/\\(file).gguf"'],
  ])("%s: what only looks at names, stands for any or is a test's, is none", async (path, source) => {
    expect(await found(path, source)).toEqual([])
  })

  it('a repository is known where only its file is filled in', async () => {
    const source =
      'var url: URL { URL(string: "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/\\(file)")! }\n'
    expect(await found('t.swift', source)).toEqual(['1 model:huggingface/ggerganov/whisper.cpp'])
  })
})
