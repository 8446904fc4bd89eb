import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {runAttack} from '../../bench/support/attack-case.ts'
import {differences, readExpectation} from '../../bench/support/attack-expectation.ts'
import {hasShared, sharedPath} from '../support/shared.ts'

const cases = 'fixtures/cases/verify'
const expectations = fileURLToPath(new URL('attacks/', import.meta.url))

describe.skipIf(!hasShared || process.platform === 'win32')('an attack on the built command', () => {
  const names = hasShared ? readdirSync(sharedPath(cases)) : []

  it.each(names)('%s comes to what it must', {timeout: 180_000}, async name => {
    const expected = readExpectation(`${expectations}${name}.json`)
    expect(differences(expected, await runAttack(sharedPath(`${cases}/${name}`), expected))).toEqual([])
  })
})
