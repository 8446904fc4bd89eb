import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function prompts(text: string, path = 'app.py'): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return assets.flatMap(({kind, name, evidence}) => (kind === 'prompt' ? [`${name} ${evidence.length}`] : []))
}

describe('a prompt in any language', () => {
  it.each([
    [
      'Chinese',
      'SUMMARY_PROMPT = "请把下面的文章总结成三句话,不要添加文章里没有的内容,并保持原文的语气。请用简体中文作答,语言要简洁清楚,不得超过一百字。"\n',
      ['SUMMARY_PROMPT 1'],
    ],
    ['Japanese', 'SYSTEM_PROMPT = "あなたは親切な編集者です。文章を簡潔に直してください。"\n', ['SYSTEM_PROMPT 1']],
    ['German', 'SYSTEM_PROMPT = "Antworte nur mit dem Namen der Stadt."\n', ['SYSTEM_PROMPT 1']],
    [
      'a name in Chinese',
      'import openai\n系统提示 = "你是一个乐于助人的助手,请只根据给出的资料回答问题。"\n',
      ['系统提示 1'],
    ],
    ['none in a label', 'NAME_PROMPT = "Name: "\nCITY_PROMPT = "名前"\n', []],
  ])('%s', async (_language, text, expected) => expect(await prompts(text)).toEqual(expected))
})

describe('one prompt', () => {
  it('is what the elements of a list of instructions make', async () => {
    const text =
      'from agno.agent import Agent\nagent = Agent(name="A", instructions=["Answer in one sentence.", "Name your sources.", "Never guess."])\n'
    expect(await prompts(text)).toEqual(['agent.instructions 1'])
  })

  it('is a text that stands in a file twice', async () => {
    const text =
      'from openai import OpenAI\nA_PROMPT = "You are a helpful editor of short texts."\nB_PROMPT = "You are a helpful editor of short texts."\n'
    expect(await prompts(text)).toEqual(['A_PROMPT 2'])
  })
})
