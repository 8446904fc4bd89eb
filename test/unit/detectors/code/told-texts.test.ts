import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function prompts(path: string, text: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return assets.flatMap(({kind, name, evidence}) => (kind === 'prompt' ? [`${evidence[0]?.line} ${name}`] : [])).sort()
}

const librarian =
  'You are a librarian who answers questions about the catalogue, names the shelf of every book and never guesses.'

describe('texts that open with who the model is', () => {
  it.each<[string, string, string, string[]]>([
    ['what a function is given', 'a.ts', `ask(model, '${librarian}', question)`, ['2 system']],
    ['lines that are joined', 'a.ts', `ask(model, ['${librarian}', \`Today: \${day}\`].join('\\n'))`, ['2 system']],
    [
      'what a wrapper makes a message of',
      'a.ts',
      `const r = {systemMessage: textOf('${librarian}')}`,
      ['2 systemMessage'],
    ],
    ['a text behind its role', 'a.ts', "push(message('system', 'You are a gardener of few words.'))", ['2 system']],
    ['the second of two results', 'a.py', `def pick():\n    return "Default", "${librarian}"`, ['3 pick.system']],
    [
      'a prompt that begins like a statement of SQL',
      'a.ts',
      "ask({messages: [{role: 'system', content: 'Create a title of three words for this chat.'}]})",
      ['2 system'],
    ],
    [
      'a prompt that is only worked on once',
      'a.ts',
      `let prompt = '${librarian}'\nprompt = withShelves(prompt)`,
      ['2 prompt'],
    ],
    [
      'what is given under a name, called like what is made of it',
      'a.swift',
      `enum Presets { static let librarian = Persona(name: "Librarian", message: "${librarian}") }`,
      ['2 Presets.librarian'],
    ],
    ['a format of Swift', 'a.swift', `let greeting = String(format: "${librarian}", today())`, ['2 greeting']],
    [
      'who a user tells the model to be',
      'a.ts',
      `const turns = [{role: 'user', content: '${librarian}'}, {role: 'user', content: 'Which books are new?'}]`,
      ['2 user'],
    ],
    [
      'a turn whose indentation a tag takes away',
      'a.ts',
      `const turns = [{role: 'user', content: codeBlock\`\n  ${librarian}\`}, {role: 'user', content: ask()}]`,
      ['2 user'],
    ],
    [
      'the first line of a recorded conversation',
      'a.py',
      'start = "A chat between a curious human and a librarian. The librarian answers questions about all the books of the house."',
      ['2 start'],
    ],
    [
      'what stands beside its model, whatever its words',
      'a.ts',
      "ask({model: size, system: 'Find a title of two words for the page.', messages})",
      ['2 system'],
    ],
    ['lines that PHP joins', 'a.php', `<?php $prompt = implode("\n", ["${librarian}", "Be brief."]);`, ['2 prompt']],
    ['a result of a function', 'a.py', `def persona():\n    return "${librarian}"`, ['3 persona.system']],
    ['a pair of role and text', 'a.py', `run([("system", "${librarian}"), ("human", "{q}")])`, ['2 system']],
    [
      'the members of a list of prompts',
      'a.ts',
      "const Prompts = [\n'You are skilled in reading old letters of all kinds.',\n'List all names that the given letter speaks of.']",
      ['3 Prompts', '4 Prompts#2'],
    ],
  ])('finds %s', async (_name, path, line, expected) => {
    const about = {py: 'import openai', swift: 'import OpenAI', php: ''}[path.slice(2)] ?? "import OpenAI from 'openai'"
    expect(await prompts(path, `${about}\n${line}\n`)).toEqual(expected)
  })

  it.each<[string, string]>([
    ['a statement of SQL', "const GREETING_PROMPT = 'CREATE TABLE books (you are int, answer text, question text)'"],
    ['a text for people', `toast('${librarian}')`],
    ['a text that is translated', `t('${librarian}')`],
    ['an error', `throw new AccessError('${librarian}')`],
    ['a role that is another word', "on('system', 'You are not connected to the shelf.')"],
    ['a list of questions', "const starterPrompts = ['Which books are new?', 'What is on the first shelf?']"],
    ['a line for people', "render('You are a member of this library.')"],
  ])('is not misled by %s', async (_name, line) =>
    expect(await prompts('a.ts', `import OpenAI from 'openai'\n${line}\n`)).toEqual([]),
  )

  it('asks for an AI library, or what speaks of models', async () =>
    expect(await prompts('a.ts', `ask(page, '${librarian}')\n`)).toEqual([]))
})
