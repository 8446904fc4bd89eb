import {describe, expect, it} from 'vitest'
import {compileWhen, isProblem} from '../../../../src/policy/cel/compile.ts'
import {assetFields, changeFields, evidenceFields, fill, type Subject} from '../../../../src/policy/cel/subject.ts'

const subject: Subject = {
  asset: fill(assetFields, {
    ...{id: 'model:huggingface/org/name', kind: 'model', name: 'org/name', version: '1.2.3', parameters: 7_000_000_000},
    ...{licenses: ['MIT OR GPL-3.0-only'], purl: 'pkg:huggingface/org/name@abc'},
  }),
  change: fill(changeFields, {class: 'asset-added', after: ['x']}),
  evidence: [fill(evidenceFields, {path: 'src/a.py', line: 3, scope: 'product'})],
}

function answer(when: string, of: Subject = subject): boolean {
  const compiled = compileWhen(when)
  if (isProblem(compiled)) throw new Error(compiled.message)
  return compiled.matches(of)
}

describe('compileWhen', () => {
  it.each([
    ['asset.kind == "model" && asset.parameters > 1000', true],
    ['change.class == "asset-added" && change.after.size() == 1', true],
    ['evidence.exists(e, e.scope == "product" && e.line >= 3)', true],
    ['evidence.all(e, e.path.startsWith("test/"))', false],
    ['asset.base.size() == 0 && asset.provider == ""', true],
    ['glob(asset.name, "org/*")', true],
    ['glob(asset.name, "rg/*")', false],
    ['regex(asset.name, "^org/")', true],
    ['regex(asset.name, "g/n")', true],
    ['semver(asset.version, ">=1.2.0 <2")', true],
    ['semver(asset.version, "2.x")', false],
    ['asset.licenses.all(l, spdx(l, ["MIT"]))', true],
    ['asset.licenses.all(l, spdx(l, ["GPL-2.0-only"]))', false],
    ['spdx("MIT AND ISC", ["MIT"])', false],
    ['purl(asset.purl).type == "huggingface" && purl(asset.purl)["version"] == "abc"', true],
  ])('%s is %s', (when, expected) => expect(answer(when)).toBe(expected))

  it.each([
    ['an unknown field', 'asset.knd == "model"', 6, 'No such key: knd', 'kind'],
    ['an unknown field of an item', 'evidence.exists(e, e.pth == "a")', 21, 'No such key: pth', 'path'],
    ['an unknown variable', 'aset.kind == "model"', 0, 'Unknown variable: aset', 'asset'],
    ['two types that do not go together', 'asset.parameters == "7B"', 0, 'no such overload', undefined],
    ['what is no question', 'asset.name', 0, 'has to be true or false', undefined],
    ['broken syntax', 'asset.kind ==', 13, 'Unexpected token', undefined],
    ['matches()', 'asset.name.matches("(a+)+$")', 0, 'no limit', 'regex(text, pattern)'],
    ['matches() inside', 'evidence.exists(e, e.path.matches("a"))', 19, 'no limit', 'regex(text, pattern)'],
    ['an expression that RE2 does not know', 'regex(asset.name, "(?=a)")', 18, 'invalid', undefined],
    ['a name that is taken', 'evidence.exists(change, change.path == "a")', 16, 'is taken', undefined],
    ['what nests too deep', `${'('.repeat(200)}true${')'.repeat(200)}`, undefined, 'depth', undefined],
    ['what is too long', Array.from({length: 3000}, () => 'true').join(' && '), undefined, 'maxAstNodes', undefined],
  ])('refuses %s', (_name, when, offset, message, suggestion) => {
    const problem = compileWhen(when)
    if (!isProblem(problem)) throw new Error('it was taken')
    expect(problem.message.toLowerCase()).toContain(message.toLowerCase())
    expect(problem.suggestion).toBe(suggestion)
    if (offset !== undefined) expect(problem.offset).toBe(offset)
  })

  it.each([
    ['a version that is none', 'semver(asset.id, ">1")'],
    ['a license that is not known', 'spdx(asset.provider, ["MIT"])'],
    ['a text that is no purl', 'purl(asset.id).type == "npm"'],
    ['an item that is not there', 'asset.base[0] == "x"'],
    ['a division by nothing', 'asset.parameters / 0 == 1'],
    [
      'a pattern that is too long',
      'regex(asset.name, asset.name + asset.id)',
      {...subject, asset: {...subject.asset, id: 'a'.repeat(2000)}},
    ],
  ])('has no answer for %s', (_name, when, of = subject) => expect(() => answer(when, of)).toThrow())

  it('tells a rule about changes from a rule about assets', () => {
    expect(compileWhen('change.class == "x"')).toMatchObject({isOfChange: true})
    expect(compileWhen('asset.kind == "change"')).toMatchObject({isOfChange: false})
  })

  it('matches regular expressions in linear time', () => {
    const name = `${'a'.repeat(100_000)}!`
    expect(
      answer('regex(asset.name, "(a+)+$") || regex(asset.name, "(a|aa)+$") || glob(asset.name, "*a*a*a*b")', {
        ...subject,
        asset: {...subject.asset, name},
      }),
    ).toBe(false)
  }, 20_000)
})
