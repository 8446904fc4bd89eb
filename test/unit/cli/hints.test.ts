import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {redactText} from '../../../src/lib/redact/text.ts'
import {projectRoot} from '../../support/run.ts'

const hintPattern = /\bhint: '((?:[^'\\\n]|\\.)+)'/g

describe('hints', () => {
  it('are printed whole: none looks like it holds a secret', () => {
    const folder = join(projectRoot, 'src')
    const hints = readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .filter(path => path.endsWith('.ts'))
      .flatMap(path => [...readFileSync(join(folder, path), 'utf8').matchAll(hintPattern)].map(([, hint = '']) => hint))
    expect(hints.length).toBeGreaterThan(50)
    expect(hints.filter(hint => redactText(hint) !== hint)).toEqual([])
  })
})
