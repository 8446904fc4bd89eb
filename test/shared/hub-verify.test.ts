import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../src/pipeline/verify/exit.ts'
import type {VerifyResult} from '../../src/pipeline/verify/result.generated.ts'
import {type Emulator, startEmulator} from '../support/hub.ts'
import {temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'
import {verifyWith} from '../support/verify.ts'

describe.skipIf(!hasShared)('aibom verify of a repository of the hub', () => {
  let hub: Emulator
  beforeAll(async () => {
    hub = await startEmulator()
  })
  beforeEach(() => hub.reset())

  function verifyDigests(): Promise<VerifyResult> {
    const cwd = temporaryFolder()
    return verifyWith({
      targets: ['hf:acme-ai/tiny-llm'],
      require: 'digest',
      cwd,
      offline: false,
      env: {HF_ENDPOINT: hub.url, HOME: cwd},
    })
  }

  it('takes every file at its declared digest', async () => {
    const result = await verifyDigests()
    expect(new Set(result.subjects.map(({status, level}) => `${status} ${level}`))).toEqual(
      new Set(['verified registry-asserted']),
    )
    expect(result.subjects.length).toBeGreaterThan(2)
    expect(exitOf(result)).toBe(0)
  })

  it('calls tampered weights invalid', async () => {
    hub.faults({kind: 'corrupt', match: '/resolve/[^/]+/model-'})
    const result = await verifyDigests()
    expect(result.subjects[0]).toMatchObject({status: 'invalid', code: 'digest-mismatch'})
    expect(exitOf(result)).toBe(1)
  })

  it('cannot decide where a file never comes whole', async () => {
    hub.faults({kind: 'short-close', value: 0, match: 'README'})
    const result = await verifyDigests()
    expect(result.subjects[0]).toMatchObject({status: 'unverifiable', code: 'registry-unreachable'})
    expect(exitOf(result)).toBe(3)
  })
})
