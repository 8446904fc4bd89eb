import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {runAttack} from '../../../bench/support/attack-case.ts'
import {differences, readExpectation} from '../../../bench/support/attack-expectation.ts'
import {temporaryFolder} from '../../support/run.ts'

function expectation(value: object): string {
  const file = join(temporaryFolder(), 'expect.json')
  writeFileSync(file, JSON.stringify(value))
  return file
}

describe('readExpectation', () => {
  it.each([
    [{}, 'exit is missing'],
    [{exit: 0}, 'exit must be a list'],
    [{exit: ['0']}, 'an exit code or "killed"'],
    [{exit: [[]]}, 'an exit code or "killed"'],
    [{exit: [0], mustapear: ['x']}, 'unknown key "mustapear"'],
    [{exit: [0], mustAppear: ['']}, 'must be a text'],
    [{exit: [0], mustNotAppear: [['x']]}, 'must be a text'],
    [{exit: [0], mustExist: 'x'}, 'mustExist must be a list'],
    [{exit: [0], timeoutSeconds: 0}, 'timeoutSeconds'],
  ])('refuses %j', (value, message) => {
    expect(() => readExpectation(expectation(value))).toThrow(message)
  })
})

describe.skipIf(process.platform === 'win32')('runAttack', () => {
  const script = `cd "$(dirname "$0")"
"\${AIBOM:-aibom}" --version
"$AIBOM" verify no-such-thing
aibom generate model -o "$TMPDIR/bom.json" -q | grep -c nothing
echo left > mark.txt
`

  function attack(): string {
    const folder = join(temporaryFolder(), 'case')
    mkdirSync(join(folder, 'model'), {recursive: true})
    writeFileSync(join(folder, 'run.sh'), script)
    return folder
  }

  it('tells the exit code of each call, what was printed, and what is there then', async () => {
    const expected = readExpectation(
      expectation({
        exit: [0, [1, 2], 0],
        mustAppear: ['\naibom/', ['never', 'AIBOM_TARGET_NOT_FOUND']],
        mustNotAppear: ['AIBOM_BUG'],
        mustExist: ['mark.txt', '$TMPDIR/*.json', 'mod*'],
        mustNotExist: ['**/*.tmp'],
      }),
    )
    expect(differences(expected, await runAttack(attack(), expected))).toEqual([])
  })

  it('names every difference', async () => {
    const expected = readExpectation(
      expectation({
        exit: [0, 0],
        mustAppear: ['\nversion'],
        mustNotAppear: ['TARGET_NOT_FOUND'],
        mustExist: ['gone'],
        mustNotExist: ['mark.*'],
      }),
    )
    expect(differences(expected, await runAttack(attack(), expected))).toEqual([
      'exit 0 2 0, expected 0 0',
      'missing: "\\nversion"',
      'appears: "TARGET_NOT_FOUND"',
      'no file: gone',
      'left behind: mark.txt',
    ])
  })

  it('ends a case that does not end', async () => {
    const folder = attack()
    writeFileSync(join(folder, 'run.sh'), 'sleep 60 & sleep 60\n')
    const expected = readExpectation(expectation({exit: [], timeoutSeconds: 0.3}))
    expect(differences(expected, await runAttack(folder, expected))).toEqual(['did not end within 0.3 s'])
  })
})
