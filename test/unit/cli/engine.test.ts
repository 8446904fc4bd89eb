import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {engineFlags} from '../../../src/cli/engine.ts'

describe('engineFlags', () => {
  it('has flags for each version of V8 that is supported', () => {
    for (const version of ['11.3.244.8-node.33', '12.4.254.21-node.33', '13.6.233.17-node.63'])
      expect(engineFlags(version).late, version).not.toEqual([])
  })

  it('sets nothing in a version that is not known, which would print an error', () => {
    for (const version of ['10.2.154', '14.1.0', '', 'x'])
      expect(engineFlags(version), version).toEqual({late: [], small: undefined})
  })

  it('names flags that this V8 has', () => {
    const {late, small = ''} = engineFlags(process.versions.v8)
    const {stderr, status} = spawnSync(process.execPath, [...late, small, '-e', '0'])
    expect({stderr: String(stderr), status}).toEqual({stderr: '', status: 0})
  })
})
