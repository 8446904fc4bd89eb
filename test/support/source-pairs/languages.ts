import {edited} from './pair.ts'

const sdk = {
  'chat.ts': `import {openai} from '@ai-sdk/openai'
import {generateText, tool} from 'ai'
import {z} from 'zod'

export const answer = (prompt: string) =>
  generateText({
    model: openai('gpt-4o'),
    system: 'You are a careful support assistant. Never promise a refund.',
    temperature: 0.2,
    tools: {
      findTrains: tool({
        description: 'Find the trains that leave from a city today',
        inputSchema: z.object({city: z.string()}),
        execute: async ({city}) => lookup(city),
      }),
    },
    prompt,
  })
`,
}

const one = 'asset-replaced gpt-4.1'
const swap = [['gpt-4o', 'gpt-4.1']] as const

/** Changes of what code in other languages says. */
export const languageChanges = [
  edited('TypeScript: the model', sdk, swap, [one]),
  edited('TypeScript: the system prompt', sdk, [['Never promise', 'Always promise']], ['prompt-changed answer.system']),
  edited('TypeScript: a setting', sdk, [['temperature: 0.2', 'temperature: 1.5']], ['settings-changed gpt-4o']),
  edited(
    'TypeScript: the description of a tool',
    sdk,
    [['a city today', 'a city, and call it late']],
    ['tools-changed findTrains'],
  ),
  edited(
    'TypeScript: the parameters of a tool',
    sdk,
    [['{city: z.string()}', '{city: z.string(), asRoot: z.boolean()}']],
    ['tools-changed findTrains'],
  ),
  edited(
    'TypeScript: the provider',
    sdk,
    [
      ["{openai} from '@ai-sdk/openai'", "{azure} from '@ai-sdk/azure'"],
      ["openai('gpt-4o')", "azure('gpt-4o')"],
    ],
    ['provider-changed gpt-4o', 'provider-changed azure-openai'],
  ),
  edited(
    'JavaScript: a model of the hub',
    {
      'run.js': `import {pipeline} from '@huggingface/transformers'\nconst p = await pipeline('text-generation', 'acme/chat-small')\n`,
    },
    [['acme/chat-small', 'globex/chat']],
    ['asset-replaced globex/chat'],
  ),
  edited(
    'Go: the model',
    {
      'main.go': `package main

import (
	"context"

	openai "github.com/sashabaranov/go-openai"
)

func main() {
	client := openai.NewClient("key")
	client.CreateChatCompletion(context.Background(), openai.ChatCompletionRequest{Model: "gpt-4o"})
}
`,
    },
    swap,
    [one],
  ),
  edited(
    'Java: the model',
    {
      'App.java': `import dev.langchain4j.model.openai.OpenAiChatModel;

class App {
  OpenAiChatModel model = OpenAiChatModel.builder().modelName("gpt-4o").temperature(0.2).build();
}
`,
    },
    swap,
    [one],
  ),
  edited(
    'Java: the model of Spring',
    {
      'src/main/resources/application.yml': `spring:
  ai:
    openai:
      base-url: https://llm.acme.example
      chat:
        options:
          model: gpt-4o
          temperature: 0.2
`,
    },
    swap,
    [one],
  ),
  edited(
    'Java: the address of Spring',
    {
      'src/main/resources/application.properties':
        'spring.ai.openai.base-url=https://llm.acme.example\nspring.ai.openai.chat.options.model=gpt-4o\n',
    },
    [['llm.acme.example', 'llm.globex.example']],
    ['endpoint-changed openai'],
  ),
  edited(
    'Kotlin: the model',
    {
      'App.kt': `import dev.langchain4j.model.openai.OpenAiChatModel

val model = OpenAiChatModel.builder().modelName("gpt-4o").build()
`,
    },
    swap,
    [one],
  ),
  edited(
    'C#: the model',
    {
      'Program.cs': `using OpenAI.Chat;

var client = new ChatClient(model: "gpt-4o", apiKey: key);
`,
    },
    swap,
    [one],
  ),
  edited(
    'Rust: the model',
    {
      'src/main.rs': `use rig::providers::openai;

fn main() {
    let client = openai::Client::from_env();
    let agent = client.agent("gpt-4o").preamble("You are a careful support assistant.").build();
}
`,
    },
    swap,
    [one, 'uses-changed agent'],
  ),
  edited(
    'Ruby: the model',
    {
      'chat.rb': `require "openai"

client = OpenAI::Client.new
client.chat(parameters: {model: "gpt-4o", messages: []})
`,
    },
    swap,
    [one],
  ),
  edited(
    'PHP: the model',
    {
      'chat.php': `<?php

$client = OpenAI::client($key);
$client->chat()->create(['model' => 'gpt-4o', 'messages' => []]);
`,
    },
    swap,
    [one],
  ),
  edited(
    'Swift: the model',
    {
      'Chat.swift': `import OpenAI

let query = ChatQuery(messages: [], model: "gpt-4o")
`,
    },
    swap,
    [one],
  ),
]
