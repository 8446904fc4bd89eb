import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

const words = 'Your job is to answer a question about the code above. Write short sentences, and do not invent facts.'

/** Names of the prompts in a file. */
async function prompts(path: string, source: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: source})
  return assets.flatMap(({kind, name}) => (kind === 'prompt' ? [name] : []))
}

describe('a prompt that begins with what is filled in', () => {
  it.each([
    ['t.rs', `fn review_prompt(code: &str) -> String { format!("{code}\\n${words}") }`],
    ['t.rs', `fn review_prompt(code: &str) -> String { format!("{}\\n${words}", code) }`],
    ['t.go', `package t\nfunc reviewPrompt(code string) string { return fmt.Sprintf("%s\\n${words}", code) }`],
    ['T.java', `class T { String reviewPrompt(String code) { return String.format("%s\\n${words}", code); } }`],
    ['T.java', `class T { String reviewPrompt(String code) { return "%s\\n${words}".formatted(code); } }`],
    ['T.cs', `class T { string ReviewPrompt(string code) { return string.Format("{0}\\n${words}", code); } }`],
    ['T.cs', `class T { string ReviewPrompt(string code) { return $"{code}\\n${words}"; } }`],
    ['t.kt', `fun reviewPrompt(code: String): String = "$code\\n${words}"`],
    ['t.swift', `func reviewPrompt(code: String) -> String {\n  return "\\(code)\\n${words}"\n}`],
    ['t.php', `<?php function reviewPrompt($code) { return sprintf("%s\\n${words}", $code); }`],
    ['t.rb', `def review_prompt(code)\n  format("%s\\n${words}", code)\nend`],
    ['t.rb', `def review_prompt(code)\n  "%s\\n${words}" % code\nend`],
    ['t.py', `def review_prompt(code):\n    return f"{code}\\n${words}"`],
  ])('%s: %s', async (path, source) => {
    expect((await prompts(path, source)).map(name => name.toLowerCase().replace('_', ''))).toEqual(['reviewprompt'])
  })
})

describe('a printed text', () => {
  it('that only joins prompts is none of its own', async () => {
    const source = `package t
const basePrompt = "${words}"
func coderPrompt() string { return fmt.Sprintf("%s\\n\\n%s", basePrompt, environment()) }`
    expect(await prompts('t.go', source)).toEqual(['basePrompt'])
  })

  it('stands where its words begin, not where it is printed', async () => {
    const source = `fn review_prompt(code: &str) -> String {\n  format!(\n    "{code}\n${words}"\n  )\n}`
    const {assets} = await detect(code, {'t.rs': source})
    expect(assets.map(({kind, evidence}) => [kind, evidence[0]?.line])).toEqual([['prompt', 3]])
  })

  it('holds the values that are known, by their order or position', async () => {
    const source = `package t
const model = "gpt-4o"
func run() { openai.Complete(fmt.Sprintf("%[2]s/%[1]s", model, "openai")); name := fmt.Sprintf("%s-mini", model) }
var chatModel = fmt.Sprintf("%s-mini", model)
var share = fmt.Sprintf("100%% of %s", model)
`
    const {assets} = await detect(code, {'t.go': source})
    expect(assets.filter(({kind}) => kind === 'model').map(({id}) => id)).toContain('model:openai/gpt-4o-mini')
  })

  it('is not made of what formats something else', async () => {
    const source = 'class T { String day(Date d) { return formatter.format(d); } String p = DATE.format("y", d); }'
    expect(await prompts('T.java', source)).toEqual([])
  })

  it('takes linear time', async () => {
    const verbs = '%'.repeat(50_000) + '%s'.repeat(50_000)
    expect(await prompts('t.go', `package t\nvar systemPrompt = fmt.Sprintf("${verbs}", x)`)).toEqual([])
  })
})
