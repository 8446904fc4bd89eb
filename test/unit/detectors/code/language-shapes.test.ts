import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {keyOf} from '../../../../src/inventory/identity.ts'
import {detect} from '../../../support/detect.ts'

async function found(files: Record<string, string>): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets
    .flatMap(asset => asset.evidence.map(({path, line}) => `${path}:${line} ${keyOf(asset)}`))
    .sort((a, b) => a.localeCompare(b, 'en', {numeric: true}))
}

describe('Swift', () => {
  it('a computed property gives what it returns, also without the word', async () => {
    const source = `enum Provider {
  case openAI
  var baseURL: String {
    switch self {
    case .openAI:
      return "https://api.openai.com/v1/chat/completions"
    case .groq: "https://api.groq.com/openai/v1"
    }
  }
  var defaultModel: String {
    switch name {
    case "gemini-2.0-flash": return "claude-sonnet-4-0"
    default: "gpt-4.1"
    }
  }
  var models: [CloudModel] {
    [
      CloudModel(name: "nova-3", displayName: "Nova 3"),
    ]
  }
}
`
    expect(await found({'Provider.swift': source})).toEqual([
      'Provider.swift:6 service:openai',
      'Provider.swift:7 service:groq',
      'Provider.swift:12 model:anthropic/claude-sonnet-4-0',
      'Provider.swift:13 model:openai/gpt-4.1',
      'Provider.swift:18 model:deepgram/nova-3',
    ])
  })

  it('a catalogue of speech models is one by its words about transcription', async () => {
    const source = `enum TranscriptionModels {
  static let localModels: [any SpeechModel] = [
    LocalModel(name: "parakeet-tdt-0.6b-v2", displayName: "Parakeet", whisperPrompt: ""),
  ]
  let size = WhisperSettings(prompt: "")
}
`
    expect(await found({'TranscriptionModels.swift': source})).toEqual([
      'TranscriptionModels.swift:3 model:parakeet-tdt-0.6b-v2',
    ])
  })
})

describe('enumerations whose members have several arguments', () => {
  it.each([
    [
      'Model.java',
      'enum ChatModel {\n  GPT(Provider.OPENAI, "gpt-4o-mini", 128000),\n  NEMO(Provider.MISTRAL, "open-mistral-nemo", 1);\n}\n',
    ],
    [
      'Model.kt',
      'enum class ChatModel(val p: Provider, val id: String) {\n  GPT(Provider.OPENAI, "gpt-4o-mini"),\n  NEMO(Provider.MISTRAL, "open-mistral-nemo")\n}\n',
    ],
  ])('%s gives the first text of each', async (path, source) => {
    expect(await found({[path]: source})).toEqual([
      `${path}:2 model:openai/gpt-4o-mini`,
      `${path}:3 model:mistral/open-mistral-nemo`,
    ])
  })
})

describe('Rust', () => {
  it('a tuple of names stands for its places in the tuples of a match', async () => {
    const source = `fn send(provider: Provider) {
  let (api_url, mut headers) = match provider {
    Provider::OpenAI => ("https://api.openai.com/v1/chat/completions".to_string(), HeaderMap::new()),
    Provider::Groq => ("https://api.groq.com/openai/v1/chat/completions".to_string(), HeaderMap::new()),
  };
  let (model, size) = ("gpt-4o-mini", 3);
}
`
    expect(await found({'send.rs': source})).toEqual([
      'send.rs:3 service:openai',
      'send.rs:4 service:groq',
      'send.rs:6 model:openai/gpt-4o-mini',
    ])
  })

  it('tuples of a catalogue name models by their shape', async () => {
    const source = `use whisper_rs::WhisperContext;
fn models() {
  let model_configs = vec![
    ("parakeet-tdt-0.6b-v3", 670, "Ultra Fast", "latest version with int8 quantization"),
  ];
}
`
    expect(await found({'models.rs': source})).toEqual(['models.rs:4 model:parakeet-tdt-0.6b-v3'])
  })
})

describe('PHP', () => {
  it('a file called like a prompt gives one', async () => {
    const source = `<?php
// what the ability says
return <<<INSTRUCTION
You are an editorial assistant that writes concise and neutral summaries of articles.
INSTRUCTION;
`
    expect(await found({'abilities/summary/system-instruction.php': source})).toEqual([
      'abilities/summary/system-instruction.php:3 prompt:abilities/summary/system-instruction.php#system_instruction',
    ])
    expect(await found({'abilities/summary/settings.php': source})).toEqual([])
  })

  it('pairs of provider and model in an argument', async () => {
    const source = `<?php
$builder = $this->prefer($prompt, array(
  array('anthropic', 'claude-haiku-4-5'),
  array('openai', 'gpt-4.1-nano'),
));
`
    expect(await found({'ahead.php': source})).toEqual([
      'ahead.php:3 model:anthropic/claude-haiku-4-5',
      'ahead.php:4 model:openai/gpt-4.1-nano',
    ])
  })
})

describe('Kotlin', () => {
  it('an address that becomes an object is still an address', async () => {
    const source = `class Google {
  fun url(model: String) = if (vertex) "https://aiplatform.googleapis.com/v1/$path".toHttpUrl() else other
}
`
    expect(await found({'Google.kt': source})).toEqual(['Google.kt:2 service:vertex-ai'])
  })

  it('a server that speaks the protocol of OpenAI under a name of nobody we know', async () => {
    const source = `val providers = listOf(
  ProviderSetting.OpenAI(name = "Gate", baseUrl = "https://gate.acme.dev/v1", prompt = ""),
  Backend(name = "Ours", baseUrl = "https://api.acme.dev/v1"),
)
`
    expect(await found({'Providers.kt': source})).toEqual(['Providers.kt:2 service:acme'])
  })
})

describe('Java', () => {
  it('a template of a system message is a prompt, whatever its words', async () => {
    const source = `class Templates {
  public static final String CHUNK_SYSTEM_MESSAGE_TEMPLATE = """
    Please provide an overview of the following text, which is a part of a scientific paper.
    Mention what is new in it.""";
}
`
    expect(await found({'Templates.java': source})).toEqual([
      'Templates.java:2 prompt:Templates.java#Templates.CHUNK_SYSTEM_MESSAGE_TEMPLATE',
    ])
  })
})

describe('builders of prompts in Kotlin', () => {
  it('a system message of a block, and a content that a block puts together', async () => {
    const source = `import ai.koog.prompt.dsl.prompt
val calculator = prompt("test") {
  system("You are a calculator.")
}
val poet = prompt("test") {
  system {
    +"You are a poet."
    text("You write about the sea.")
  }
}
val model = Firebase.ai().generativeModel("gemini-2.0-flash", systemInstruction = content { text("You are a helpful guide.") })
`
    expect(await found({'Prompts.kt': source})).toEqual([
      'Prompts.kt:3 prompt:Prompts.kt#system',
      'Prompts.kt:6 prompt:Prompts.kt#system#2',
      'Prompts.kt:11 model:google-gemini/gemini-2.0-flash',
      'Prompts.kt:11 prompt:Prompts.kt#systemInstruction',
    ])
  })
})

describe('arguments', () => {
  it('a model that is a fallback', async () => {
    const source = `fn main() {
  let session = ChatSession::new(client, config.model_name.unwrap_or_else(|| "gpt-4o-mini".to_string()));
}
`
    expect(await found({'main.rs': source})).toEqual(['main.rs:2 model:openai/gpt-4o-mini'])
  })
})
