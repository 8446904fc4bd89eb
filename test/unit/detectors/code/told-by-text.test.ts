import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

async function found(path: string, text: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return placesOf(assets, path)
}

const role =
  'You are an editor of short texts. Rewrite what the user gives you, keep its meaning and add nothing to it.'

describe('a prompt that its own words tell', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a constant of any name',
      'a.ts',
      `export const REWRITE_TITLE_TYPE = \`${role}\``,
      ['1 prompt:REWRITE_TITLE_TYPE'],
    ],
    [
      'rules among prompts, called instructions',
      'agent/prompts.py',
      'searcher_instructions = """Search the web for the topic and gather what is credible and recent."""',
      ['1 prompt:searcher_instructions'],
    ],
    [
      'a constant beside one that says who is told, if their names end alike',
      'roles.py',
      [
        'SHELL_ROLE = "Provide only commands for this shell without any description, on one line, and join several of them by and."',
        'DEFAULT_ROLE = "You are programming assistant of a desk. Keep answers to a prompt short, apply Markdown where that is possible, and ask back rarely."',
        'USER_TABLE = "Provide only commands for this shell without any description, on one line, and join several of them by and."',
      ].join('\n'),
      ['1 prompt:SHELL_ROLE', '2 prompt:DEFAULT_ROLE'],
    ],
    [
      'the long text that a class called Prompt is given, under its title',
      'Prompts.kt',
      [
        'enum class Prompts(val prompt: Prompt) {',
        '  BASIC(Prompt("Basic", "For short messages.", "Write a short commit message in the present tense for the diff below, " +',
        '    "in the language {locale}, and put nothing before it or behind it. {diff}")),',
        '}',
      ].join('\n'),
      ['2 prompt:Prompts.Basic'],
    ],
    [
      'a field of a form',
      'app.py',
      `import gradio as gr\nsystem_prompt_box = gr.Textbox(label="System prompt", value="${role}")`,
      ['2 prompt:system_prompt_box'],
    ],
    [
      'the second argument of a field',
      'app.py',
      `import streamlit as st\nsystem_prompt = st.text_area("System prompt", "${role}")`,
      ['2 prompt:system_prompt'],
    ],
    [
      'the prefix of an agent',
      'app.py',
      [
        'from langchain.agents import initialize_agent',
        'OPENING = """The desk helps with all that concerns bills, and asks when it does not know an answer."""',
        'bot = initialize_agent(tools, llm, agent_kwargs={"prefix": OPENING})',
      ].join('\n'),
      ['2 prompt:bot.system', '3 agent:bot'],
    ],
  ])('is %s', async (_name, path, text, expected) => expect(await found(path, text)).toEqual(expected))

  it.each<[string, string]>([
    ['a line for people', 'const promptedFarewell = "You are about to leave. Are you sure?"'],
    ['a warning for people', `const quota_warning = "${role}"`],
    ['a short text', 'const note = "You are a member of the llm team."'],
  ])('is not %s', async (_name, text) => expect(await found('a.ts', text)).toEqual([]))
})

describe('what the words around a name tell', () => {
  it.each<[string, string, string[]]>([
    [
      'a repository of weights',
      'import huggingface_hub\nckpt_repo_id = "Acme/GroundingNet"',
      ['2 model:huggingface/Acme/GroundingNet'],
    ],
    [
      'a builder with pretrained parameters',
      'import torch\nfrom nets import zoo\nm = zoo.bind_huge(pretrained=True)',
      ['3 model:bind_huge'],
    ],
    [
      'a script of TorchScript',
      'import torch\nm = torch.jit.load("models/detector_s.jit")',
      ['2 weights:detector_s.jit'],
    ],
    [
      'weights under the name of a folder',
      'import torch\nspeaker_ckpt_dir = "../checkpoints/Acme/speaker_large.pth"',
      ['2 weights:speaker_large.pth'],
    ],
  ])('%s', async (_name, text, expected) => expect(await found('a.py', text)).toEqual(expected))

  it.each<[string, string]>([
    ['a builder of the module itself', 'import torch\ndef net_base(pretrained): pass\nm = net_base(pretrained=True)'],
    ['one without parameters', 'import torch\nfrom nets import zoo\nm = zoo.bind_huge(pretrained=False)'],
    ['a maker of any model', 'import torch\nfrom nets import zoo\nm = zoo.create_model(pretrained=True)'],
  ])('not %s', async (_name, text) => expect(await found('a.py', text)).toEqual([]))
})
