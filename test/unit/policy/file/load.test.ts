import {describe, expect, it} from 'vitest'
import {sha256Hex} from '../../../../src/lib/digest.ts'
import {assertSound} from '../../../../src/policy/file/check-policy.ts'
import {loadPolicy} from '../../../../src/policy/file/load.ts'
import {type KnownRule, type Policy, severityOf, undecidedSeverityOf} from '../../../../src/policy/file/policy.ts'

const known: KnownRule[] = [
  {names: ['prompt-changed'], severity: 'high'},
  {names: ['AIB260', 'runs-anything'], severity: 'medium'},
]

/** Loads `p.yaml` of the given files, which may include each other and what lies at addresses. */
async function load(files: Readonly<Record<string, string>>): Promise<Policy> {
  const reader = {read: (path: string) => files[path], fetch: async (url: string) => files[url] ?? ''}
  const policy = await loadPolicy(files['p.yaml'] ?? '', 'p.yaml', '', reader)
  assertSound(policy, known)
  return policy
}

const waiver = (rule: string): string =>
  `waivers: [{rule: ${rule}, asset: "model:a", reason: r, owner: o, expires: 2030-01-01}]`
const including = (more: string): string => `version: 1\ninclude: [{file: org.yaml}]\n${more}\n`

describe('loadPolicy', () => {
  it('reads included files before those that include them, each once', async () => {
    const policy = await load({
      'p.yaml': 'version: 1\ninclude: [{file: a.yaml}, {file: b/c.yaml}]\n',
      'a.yaml': 'version: 1\ninclude: [{file: b/c.yaml}]\n',
      'b/c.yaml': 'version: 1\n',
    })
    expect(policy.layers.map(({path}) => path)).toEqual(['b/c.yaml', 'a.yaml', 'p.yaml'])
  })

  it('takes what an address holds only by its digest', async () => {
    const url = 'https://example.com/org.yaml'
    const text = 'version: 1\nseverities: {prompt-changed: critical}\n'
    const include = (sha256: string): string => `version: 1\ninclude: [{url: "${url}", sha256: ${sha256}}]\n`
    const policy = await load({'p.yaml': include(sha256Hex(text)), [url]: text})
    expect(severityOf(policy, ['prompt-changed'], 'high')).toBe('critical')
    await expect(load({'p.yaml': include(sha256Hex(text)), [url]: `${text}#`})).rejects.toThrow('has the sha256')
  })

  it.each([
    ['itself', {'p.yaml': 'version: 1\ninclude: [{file: ./p.yaml}]\n'}, 'p.yaml includes p.yaml'],
    [
      'a circle',
      {'p.yaml': including(''), 'org.yaml': 'version: 1\ninclude: [{file: p.yaml}]\n'},
      'cannot include itself',
    ],
    ['what is not there', {'p.yaml': including('')}, 'org.yaml is not there'],
    ['a folder above', {'p.yaml': 'version: 1\ninclude: [{file: ../org.yaml}]\n'}, 'leads out of the folder'],
    ['an absolute path', {'p.yaml': 'version: 1\ninclude: [{file: /etc/org.yaml}]\n'}, 'leads out of the folder'],
    [
      'a path that climbs inside',
      {'p.yaml': 'version: 1\ninclude: [{file: a/../../org.yaml}]\n'},
      'leads out of the folder',
    ],
  ])('refuses to include %s', async (_name, files, message) => {
    await expect(load(files as Record<string, string>)).rejects.toThrow(
      expect.objectContaining({code: 'AIBOM_POLICY_INVALID', message: expect.stringContaining(message)}),
    )
  })

  it.each([
    ['a severity that was set', 'severities: {prompt-changed: high}', 'severities: {prompt-changed: critical}'],
    ['a severity that nobody set', 'severities: {runs-anything: off}', ''],
    ['a waiver', waiver('prompt-changed'), ''],
    ['what is undecided', 'undecided: medium', ''],
    ['what is undecided, when it was set', 'undecided: low', 'undecided: critical'],
    [
      'a rule by using its name',
      'rules: [{id: own, when: "true", severity: low, why: w, fix: f}]',
      'rules: [{id: own, when: "false", severity: high, why: w, fix: f}]',
    ],
  ])('does not let a policy loosen %s', async (_name, more, org) => {
    await expect(load({'p.yaml': including(more), 'org.yaml': `version: 1\n${org}\n`})).rejects.toThrow(
      expect.objectContaining({code: 'AIBOM_POLICY_INVALID'}),
    )
  })

  it.each([
    ['before the strict one', '[{file: loose.yaml}, {file: org.yaml}]'],
    ['after the strict one', '[{file: org.yaml}, {file: loose.yaml}]'],
  ])('does not let a second file that is included %s loosen the first', async (_name, include) => {
    const files = {'p.yaml': `version: 1\ninclude: ${include}\n`, 'org.yaml': 'version: 1\n'}
    for (const loose of ['severities: {prompt-changed: off}', waiver('prompt-changed')]) {
      await expect(load({...files, 'loose.yaml': `version: 1\n${loose}\n`})).rejects.toThrow('loose.yaml:2')
    }
  })

  it('lets a policy be stricter, and waive what is said to be waivable', async () => {
    const policy = await load({
      'p.yaml': including(`severities: {runs-anything: critical}\nundecided: critical\n${waiver('runs-anything')}`),
      'org.yaml': 'version: 1\nwaivable: [AIB260]\nseverities: {AIB260: high}\n',
    })
    expect(severityOf(policy, ['AIB260', 'runs-anything'], 'medium')).toBe('critical')
    expect(undecidedSeverityOf(policy)).toBe('critical')
  })

  it('lets a policy that includes nothing switch anything off', async () => {
    const policy = await load({
      'p.yaml': `version: 1\nseverities: {prompt-changed: off}\nundecided: info\n${waiver('prompt-changed')}\n`,
    })
    expect(severityOf(policy, ['prompt-changed'], 'high')).toBe('off')
    expect(undecidedSeverityOf(policy)).toBe('info')
  })

  it.each([
    ['severities', 'severities: {promt-changed: off}'],
    ['waivers', waiver('promt-changed')],
    ['waivable', 'waivable: [promt-changed]'],
  ])('refuses a rule that nobody knows in %s, and suggests one', async (_name, more) => {
    await expect(load({'p.yaml': `version: 1\n${more}\n`})).rejects.toThrow('did you mean prompt-changed?')
  })
})
