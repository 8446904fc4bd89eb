import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {CheckResult} from '../../../../src/pipeline/changes/check-result.generated.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {checkFiles} from '../../../support/threats.ts'

const app = {
  'app.py': 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o-2024-08-06", messages=[])\n',
}

/** What `aibom check --baseline` says of an app. */
function checkAgainst(baseline: string, name: string): Promise<CheckResult> {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, baseline)
  return checkFiles(app, {baseline: path})
}

const component = {
  type: 'machine-learning-model',
  'bom-ref': 'a',
  group: 'acme',
  name: 'tiny',
  version: '1',
  purl: 'pkg:huggingface/acme/tiny@1',
}
const bom = (more: object): string =>
  JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component], ...more})

describe('a baseline', () => {
  it.each([
    ['that is not there', undefined, 'none.lock'],
    ['with the marks of a merge', 'lockVersion: 1\nassets:\n<<<<<<< HEAD\n', 'aibom.lock'],
    ['of a newer aibom', 'lockVersion: 99\nassets: {}\n', 'aibom.lock'],
    ['that is cut', 'lockVersion: 1\nassets:\n  "model:a": {', 'aibom.lock'],
    [
      'with one identity twice',
      'lockVersion: 1\nassets:\n  "model:a":\n    name: "a"\n  "model:a":\n    name: "a"\n',
      'aibom.lock',
    ],
    ['with a fact that nobody knows', 'lockVersion: 1\nassets:\n  "model:a":\n    colour: "red"\n', 'aibom.lock'],
    ['of a newer CycloneDX', bom({specVersion: '9.9'}), 'bom.json'],
    ['that is a BOM and cut', bom({}).slice(0, 80), 'bom.json'],
  ])('%s is refused, by its name', async (_name, text, name) => {
    const answer = text === undefined ? checkFiles(app, {baseline: `/nowhere/${name}`}) : checkAgainst(text, name)
    const code = expect.stringMatching(/^AIBOM_(?:BASELINE_MISSING|LOCK_INVALID|BOM_INVALID)$/)
    const hint = expect.stringMatching(/aibom/)
    await expect(answer).rejects.toMatchObject({exit: 2, code, hint, message: expect.stringContaining(name)})
  })

  it('that has no asset in common with the source is named, whatever the folders are called', async () => {
    const {notes, outcome} = await checkAgainst(
      'lockVersion: 1\nassets:\n  "model:huggingface/acme/tiny":\n    name: "acme/tiny"\n',
      'aibom.lock',
    )
    expect(notes).toEqual(['the source has no asset in common with the baseline. Are they the same product?'])
    expect(outcome).toBe('failed')
  })

  it('that is a BOM with two components of one identity is compared', async () => {
    const {changes} = await checkAgainst(bom({components: [component, {...component, 'bom-ref': 'b'}]}), 'bom.json')
    expect(changes.some(({class: name}) => name === 'asset-removed')).toBe(true)
  })
})
