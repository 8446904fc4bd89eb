import {describe, expect, it} from 'vitest'
import {checkAnnotations, checkGitlab, checkReport} from '../../../../src/cli/reports/check-formats.ts'
import {checkMarkdown} from '../../../../src/cli/reports/check-report.ts'
import type {CheckResult} from '../../../../src/pipeline/changes/check-result.generated.ts'
import {checkFiles} from '../../../support/threats.ts'

const meaningOf = (): string => ''
/** What a comment on a pull request holds on GitHub. */
const commentCharacters = 65_536

async function resultOf(models: number): Promise<CheckResult> {
  const calls = Array.from({length: models}, (_each, at) => `AutoModel.from_pretrained("acme/model-${at}")`)
  return checkFiles({'app.py': ['from transformers import AutoModel', ...calls, ''].join('\n')})
}

describe('formats of check for programs of a repository', () => {
  it('name places by the repository, where the source is a folder of it', async () => {
    const result = {...(await resultOf(1)), folder: 'services/chat'}
    expect(checkAnnotations(result, meaningOf)).toContain('file=services/chat/app.py,line=2')
    expect(checkGitlab(result, meaningOf)).toContain('"services/chat/app.py"')
    expect(checkReport(result, meaningOf).results[0]?.path).toBe('services/chat/app.py')
    expect(checkMarkdown(result, meaningOf)).toContain('services/chat/app.py:2')
  })

  it('keep to what hosts take of a thousand findings, and say what is left out', async () => {
    const result = await resultOf(1000)
    const annotations = checkAnnotations(result, meaningOf).trimEnd().split('\n')
    expect(annotations).toHaveLength(51)
    expect(annotations.at(-1)).toBe('950 more warnings: --format json lists all')
    const comment = checkMarkdown(result, meaningOf)
    expect(comment.length).toBeLessThan(commentCharacters)
    expect(comment).toMatch(/\n\d+ further rows, none of them worse: --format json lists all\.\n/)
  })

  it('bound the lists beside the table too', async () => {
    const change = {...(await resultOf(1)), notes: Array.from({length: 5000}, (_each, at) => `note ${at}`)}
    const comment = checkMarkdown(change, meaningOf)
    expect(comment.length).toBeLessThan(commentCharacters)
    expect(comment).toMatch(/\n- and \d+ more\n/)
  })
})
