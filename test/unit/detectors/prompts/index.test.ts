import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {prompts} from '../../../../src/detectors/prompts/index.ts'
import type {AssetOf} from '../../../../src/inventory/asset.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/prompts/${name}`)
const promptsOf = (found: Extraction): Record<string, AssetOf<'prompt'>> =>
  Object.fromEntries(found.assets.flatMap(asset => (asset.kind === 'prompt' ? [[asset.name, asset]] : [])))
const factsOf = (found: Extraction): unknown[] =>
  Object.values(promptsOf(found)).map(({name, facts, evidence}) => [
    name,
    facts.role,
    facts.variables ?? [],
    evidence[0]?.line,
  ])

describe('prompts', () => {
  it('tells flows of NeMo Guardrails with the digest of their code, and no other file of that ending', async () => {
    const flows = 'define flow politics\n  user ask politics\n  bot refuse\n'
    const found = await detect(prompts, {'rails/flows.co': flows, 'rails/company.co': 'Acme, a company\n'})
    const code = `code=sha256:${createHash('sha256').update(flows).digest('hex')}`
    expect(found.assets.map(({id, facts}) => [id, facts])).toEqual([
      ['guardrail:rails/flows.co#flows.co', {engine: 'nemo-guardrails', settings: [code]}],
    ])
  })

  it('finds template files by their name or folder, with role and variables', async () => {
    const found = await detect(prompts, fixture('text'))
    expect(factsOf(found)).toEqual([
      ['app/prompts/nested/judge.md', 'unknown', [], 1],
      ['app/prompts/summarise.j2', 'template', ['text', 'user'], 1],
      ['app/qa-prompt.hbs', 'template', ['question'], 1],
      ['app/system_prompt.txt', 'system', ['company'], 1],
      ['ask.prompty', 'template', ['question'], 1],
      ['chat/tool_chat_template_acme.jinja', 'template', ['messages'], 1],
      ['greet.prompt', 'template', ['name'], 1],
      ['server/acme.jinja', 'template', ['messages'], 1],
      ['summary/system.prompt.erb', 'system', [], 1],
    ])
    const text = 'You judge answers.\n'
    expect(promptsOf(found)['app/prompts/nested/judge.md']).toMatchObject({
      id: 'prompt:app/prompts/nested/judge.md',
      digests: [{alg: 'sha256', hex: createHash('sha256').update(text).digest('hex'), of: 'content', from: 'computed'}],
      facts: {byteLength: text.length},
    })
  })

  it('takes the messages of a task of NeMo Guardrails for one prompt', async () => {
    const text = `prompts:
  - task: self_check_input
    messages:
      - type: system
        content: Your task is to check the message of a user.
      - "{{ history }}"
      - type: user
        content: Should the message be blocked?
  - task: self_check_output
    content: Your task is to check the answer of the bot.
`
    const found = await detect(prompts, {'llm/prompts/acme.yml': text})
    expect(found.assets.map(({id, name}) => [id, name])).toEqual([
      ['prompt:llm/prompts/acme.yml#prompts.0.messages.0', 'self_check_input'],
      ['prompt:llm/prompts/acme.yml#prompts.1.content', 'self_check_output'],
    ])
  })

  it('takes no title of a prompt for another one, however long it is', async () => {
    const text = `prompts:
  - task: content_safety_check_input $model=content_safety
    content: Your task is to check the message of a user for unsafe content.
`
    const found = await detect(prompts, {'rails/prompts.yml': text})
    expect(found.assets.map(({id}) => id)).toEqual(['prompt:rails/prompts.yml#prompts.0.content'])
  })

  it('takes no variables with their labels for a prompt', async () => {
    const text =
      'rewriter:\n  system: You rewrite the question of a user for a search.\n  human: |\n    Conversation History:\n    {history}\n\n    Latest Question: {question}\n'
    const found = await detect(prompts, {'rag/prompts.yaml': text})
    expect(found.assets.map(({id}) => id)).toEqual(['prompt:rag/prompts.yaml#rewriter.system'])
  })

  it('calls the prompts of a list by the titles of their records', async () => {
    const list = [
      {act: 'Librarian', prompt: 'I want you to act as a librarian who knows every shelf.'},
      {title: 'Gardener', content: 'I want you to act as a gardener of few words.'},
      {name: 'pair', system: 'You are a careful clerk of a shop.', user: 'Say what the shop has in stock today.'},
    ]
    const found = await detect(prompts, {'prompts/personas.json': JSON.stringify(list)})
    expect(found.assets.map(({name, id}) => `${name} ${id}`)).toEqual([
      'Librarian prompt:prompts/personas.json#0.prompt',
      'Gardener prompt:prompts/personas.json#1.content',
      'system prompt:prompts/personas.json#2.system',
      'user prompt:prompts/personas.json#2.user',
    ])
  })

  it.each([
    ['templates/pull_request.md', 'Your task is to describe the change that you propose.\n', 0],
    ['tasks/templates/ner.v3.jinja', 'You are an expert who finds names.\nText: {{ text }}\n', 1],
    ['flow/chat.jinja2', '# system:\nYou are a helpful assistant.\n{% for item in chat %}{{ item }}{% endfor %}\n', 1],
    ['mail/welcome.jinja2', 'Dear {{ name }},\nyou are receiving this letter because you signed up.\n', 0],
    ['deploy/app.yaml.j2', 'kind: Pod\nname: {{ name }}\n', 0],
    ['pkg/explain/SYSTEM', 'You are command line software which explains commands.\n', 1],
    ['docs/system.md', 'The system has three parts.\n', 0],
    ['app/prompts/fragments/persona.txt', 'The operator chose the persona below.\n', 1],
    ['app/src/main/res/layout/view_prompt.xml', '<LinearLayout>You are a helpful assistant.</LinearLayout>\n', 0],
  ])('tells by its first words whether %s instructs a model', async (path, text, count) =>
    expect((await detect(prompts, {[path]: text})).assets).toHaveLength(count),
  )

  it('finds the models that prompts name in their front matter', async () => {
    const found = await detect(prompts, fixture('text'))
    expect(
      found.assets.flatMap(asset => (asset.kind === 'model' ? [[asset.id, asset.evidence[0]?.line]] : [])),
    ).toEqual([
      ['model:azure-openai/gpt-4o', 7],
      ['model:google-gemini/gemini-2.0-flash', 2],
    ])
    expect(found.relationships).toContainEqual({
      from: 'prompt:greet.prompt',
      to: 'model:google-gemini/gemini-2.0-flash',
      kind: 'depends-on',
    })
  })

  it('finds prompts in structured files: one a key, called by the path where it is alone or the variants of one template', async () => {
    expect(factsOf(await detect(prompts, fixture('structured')))).toEqual([
      ['planner', 'system', [], 3],
      ['writer', 'template', ['topic'], 5],
      ['prompts/qa.yaml', 'template', ['question'], 3],
      ['review.prompt.yml', 'template', ['diff'], 5],
      ['templates/alpaca.json', 'template', ['input', 'instruction'], 3],
    ])
  })

  it('finds templates deep below a folder of prompts', async () => {
    const found = await detect(prompts, {
      'app/prompts/templates/chat/guidelines/citations.j2': 'Cite each source by its number.\n',
    })
    expect(found.assets).toHaveLength(1)
  })

  it('takes what a case of a test expects for no prompt', async () => {
    const cases = {
      cases: [
        {
          prompt: 'Build a page that shows the weather of a town.',
          expectedBehavior: ['A list of towns is shown, the first one is chosen.'],
        },
      ],
    }
    const found = await detect(prompts, {'bench/prompts.json': JSON.stringify(cases)})
    expect(factsOf(found)).toHaveLength(1)
  })

  it('reads BAML: clients with their endpoint, functions with their prompt', async () => {
    const found = await detect(prompts, fixture('baml'))
    expect(found.assets.map(asset => [asset.id, asset.evidence[0]?.line])).toEqual([
      ['service:openai', 2],
      ['model:openai/gpt-4o-mini', 4],
      ['service:ollama', 10],
      ['model:ollama/llama3.1:8b', 13],
      ['model:anthropic/claude-3-5-haiku-20241022', 23],
      ['prompt:clients.baml#Extract', 24],
    ])
    expect(promptsOf(found)['Extract']?.facts.variables).toEqual(['ctx', 'text'])
  })

  it('finds nothing in components, shells, documentation, translations, templates of other things and recordings', async () => {
    expect(await detect(prompts, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })

  it('leaves the chat template of a model to that model', async () => {
    const template = '{% for m in messages %}{{ m.content }}{% endfor %}'
    expect(
      (await detect(prompts, {'m/chat_template.jinja': template, 'm/tokenizer_config.json': '{}'})).assets,
    ).toEqual([])
    expect((await detect(prompts, {'m/chat_template.jinja': template})).assets).toHaveLength(1)
  })

  it('finds roles, instructions and views by their first words', async () => {
    const page = '<div class="prompt">{{ $prompt }}</div>'
    const files = {
      'assets/roles/shell.md': 'Provide only commands of the shell, without any description.',
      'roles/web/README.md': 'You are a role of Ansible.',
      'roles/notes.md': '# Notes\n\nRoles of the team in the last year.',
      'instructions.md': 'You are an expert customer service agent.',
      'docs/instructions.txt': 'Turn the screw to the left.',
      'resources/views/prompts/system.blade.php': 'You are a helpful assistant that answers questions.',
      'resources/views/prompts/index.blade.php': page,
      'lib/templates/review_prompt.md.erb': 'You are a reviewer that reads <%= count %> changes.',
      'lib/templates/welcome.md.erb': 'You are a member now, <%= name %>.',
    }
    const names = (await detect(prompts, files)).assets.map(({name}) => name).sort()
    expect(names).toEqual([
      'assets/roles/shell.md',
      'instructions.md',
      'lib/templates/review_prompt.md.erb',
      'resources/views/prompts/system.blade.php',
    ])
  })

  it('tells of a file that cannot be parsed', async () => {
    expect(await detect(prompts, {'prompts/a.json': '{"template": '})).toMatchObject({
      assets: [],
      gaps: [{path: 'prompts/a.json', code: 'syntax'}],
    })
  })

  it('never throws and stays within bounds, whatever the file holds', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (value, text) => {
        const files = {
          'prompts.json': JSON.stringify(value),
          'a.prompt': `---\nmodel: ${JSON.stringify(value)}\n---\n${text}`,
          'a.baml': `function ${text}`,
        }
        await detect(prompts, files)
      }),
    ))

  it('takes linear time', async () => {
    const {assets} = await detect(prompts, {
      'a.baml': 'function f {\n prompt #"'.repeat(50_000),
      'b.baml': `client<llm> x {${' model "'.repeat(200_000)}`,
      'prompts.json': JSON.stringify(
        Array.from({length: 50_000}, () => ({prompt: 'You are a helpful assistant and more'})),
      ),
      'c.prompt': '{{ '.repeat(500_000),
    })
    expect(assets).not.toEqual([])
  }, 20_000)
})

it('takes what agents have done and said for no prompt', async () => {
  const text = '# log\nYou are a helpful assistant. The user asked about the weather.\n'
  const paths = [
    'prompts/prompt-log.md',
    'prompts/2026-01-02-session-log.md',
    'logs/prompts/a.md',
    'transcripts/prompt.md',
  ]
  const files = Object.fromEntries(paths.map(path => [path, text]))
  expect(await detect(prompts, files)).toMatchObject({assets: []})
  const {assets} = await detect(prompts, {'prompts/summarize_log.md': text})
  expect(assets).toHaveLength(1)
})
