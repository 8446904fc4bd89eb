import {describe, expect, it} from 'vitest'
import {casesOf, checkFiles, foundBy, type RuleCase} from '../../../support/threats.ts'

const found: Readonly<Record<string, readonly RuleCase[]>> = {
  'untrusted-in-system-prompt': [
    [
      'express body',
      {
        'a.js':
          "import OpenAI from 'openai'; import express from 'express'\nconst app = express(); const client = new OpenAI()\napp.post('/chat', async (req, res) => {\n  const r = await client.chat.completions.create({model: 'gpt-4o', messages: [\n    {role: 'system', content: `You are a helpful assistant for ${req.body.company}.`},\n    {role: 'user', content: req.body.message}]})\n  res.json(r)\n})",
      },
    ],
    [
      'express body destructured',
      {
        'a.js':
          "import OpenAI from 'openai'\nconst client = new OpenAI()\napp.post('/chat', async (req, res) => {\n  const {persona, message} = req.body\n  const system = `You are ${persona}. Answer kindly and briefly.`\n  await client.chat.completions.create({model: 'gpt-4o', messages: [{role: 'system', content: system},{role: 'user', content: message}]})\n})",
      },
    ],
    [
      'express query',
      {
        'a.js':
          "import Anthropic from '@anthropic-ai/sdk'\nconst client = new Anthropic()\napp.get('/x', async (req, res) => {\n  await client.messages.create({model: 'claude-sonnet-4-5', max_tokens: 10, system: 'You are a bot. Speak ' + req.query.lang + ' only, please.', messages: [{role:'user', content: 'hi'}]})\n})",
      },
    ],
    [
      'next route json',
      {
        'app/api/chat/route.ts':
          "import {openai} from '@ai-sdk/openai'; import {streamText} from 'ai'\nexport async function POST(req: Request) {\n  const {messages, persona} = await req.json()\n  return streamText({model: openai('gpt-4o'), system: `You are ${persona}. Be nice to everybody.`, messages}).toDataStreamResponse()\n}",
      },
    ],
    [
      'next searchParams',
      {
        'app/api/chat/route.ts':
          "import {openai} from '@ai-sdk/openai'; import {generateText} from 'ai'\nexport async function GET(req: Request) {\n  const {searchParams} = new URL(req.url)\n  const topic = searchParams.get('topic')\n  return generateText({model: openai('gpt-4o'), system: `You are an expert in ${topic}. Be brief.`, prompt: 'hi'})\n}",
      },
    ],
    [
      'flask json',
      {
        'a.py':
          'from flask import Flask, request\nfrom openai import OpenAI\napp = Flask(__name__)\nclient = OpenAI()\n@app.post("/chat")\ndef chat():\n    data = request.get_json()\n    return client.chat.completions.create(model="gpt-4o", messages=[\n        {"role": "system", "content": f"You are a helpful assistant named {data[\'name\']}."},\n        {"role": "user", "content": data["message"]}])\n',
      },
    ],
    [
      'flask args',
      {
        'a.py':
          'from flask import Flask, request\nimport anthropic\napp = Flask(__name__)\nclient = anthropic.Anthropic()\n@app.get("/chat")\ndef chat():\n    return client.messages.create(model="claude-sonnet-4-5", max_tokens=5, system="You are a tutor for %s and nothing else." % request.args.get("subject"), messages=[{"role": "user", "content": "hi"}])\n',
      },
    ],
    [
      'flask json index',
      {
        'a.py':
          'from flask import request\nfrom openai import OpenAI\nclient = OpenAI()\ndef chat():\n    persona = request.json["persona"]\n    system = "You are {}. Answer in one line.".format(persona)\n    client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": system}])\n',
      },
    ],
    [
      'fastapi model',
      {
        'a.py':
          'from fastapi import FastAPI\nfrom pydantic import BaseModel\nfrom openai import OpenAI\napp = FastAPI()\nclient = OpenAI()\nclass Ask(BaseModel):\n    role: str\n    question: str\n@app.post("/ask")\nasync def ask(body: Ask):\n    return client.responses.create(model="gpt-4o", instructions=f"You are {body.role}, a kind helper of people.", input=body.question)\n',
      },
    ],
    [
      'fastapi param',
      {
        'a.py':
          'from fastapi import FastAPI\nfrom openai import OpenAI\napp = FastAPI()\nclient = OpenAI()\n@app.get("/ask/{topic}")\ndef ask(topic: str, q: str):\n    return client.responses.create(model="gpt-4o", instructions=f"You are an expert in {topic} for schools.", input=q)\n',
      },
    ],
    [
      'fastapi request json',
      {
        'a.py':
          'from fastapi import FastAPI, Request\nfrom openai import OpenAI\napp = FastAPI()\nclient = OpenAI()\n@app.post("/ask")\nasync def ask(request: Request):\n    body = await request.json()\n    return client.responses.create(model="gpt-4o", instructions="You are a bot of " + body["tenant"] + ", helpful.", input=body["q"])\n',
      },
    ],
    [
      'django POST',
      {
        'views.py':
          'from openai import OpenAI\nclient = OpenAI()\ndef chat(request):\n    tone = request.POST["tone"]\n    client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"You are a writer with a {tone} tone."}, {"role":"user","content": request.POST["text"]}])\n',
      },
    ],
    [
      'streamlit input',
      {
        'app.py':
          'import streamlit as st\nfrom openai import OpenAI\nclient = OpenAI()\npersona = st.text_input("Persona")\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"You are {persona}, a pirate on the sea."}])\n',
      },
    ],
    [
      'langchain fastapi',
      {
        'a.py':
          'from fastapi import FastAPI, Body\nfrom langchain_openai import ChatOpenAI\nfrom langchain_core.messages import SystemMessage, HumanMessage\napp = FastAPI()\nllm = ChatOpenAI(model="gpt-4o")\n@app.post("/c")\ndef c(persona: str = Body(...), text: str = Body(...)):\n    return llm.invoke([SystemMessage(content=f"You are {persona} and nothing else."), HumanMessage(content=text)])\n',
      },
    ],
    [
      'hono',
      {
        'a.ts':
          "import {Hono} from 'hono'; import OpenAI from 'openai'\nconst app = new Hono(); const client = new OpenAI()\napp.post('/c', async c => {\n  const body = await c.req.json()\n  await client.chat.completions.create({model: 'gpt-4o', messages: [{role: 'system', content: `You are ${body.persona}, be kind always.`}]})\n})",
      },
    ],
  ],
}

const notFound: Readonly<Record<string, readonly RuleCase[]>> = {
  'untrusted-in-system-prompt': [
    [
      'user only into user message',
      {
        'a.js':
          "import OpenAI from 'openai'\nconst client = new OpenAI()\napp.post('/chat', async (req, res) => {\n  await client.chat.completions.create({model: 'gpt-4o', messages: [{role: 'system', content: 'You are a helpful assistant for ACME.'},{role: 'user', content: req.body.message}]})\n})",
      },
    ],
    [
      'date in system',
      {
        'a.py':
          'from datetime import date\nfrom openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"You are helpful. Today is {date.today()}."}])\n',
      },
    ],
    [
      'constant in system',
      {
        'a.py':
          'from openai import OpenAI\nclient = OpenAI()\nCOMPANY = "ACME"\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"You are the helper of {COMPANY} today."}])\n',
      },
    ],
    [
      'user id param not route',
      {
        'a.py':
          'from openai import OpenAI\nclient = OpenAI()\ndef run(company):\n    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"You are the helper of {company} today."}])\nrun("ACME")\n',
      },
    ],
  ],
}

describe('requests in system prompts', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })
})
