import {describe, expect, it} from 'vitest'
import {interpreterLine, interpreterLineOf} from '../../../src/lib/text/interpreter-line.ts'

describe('interpreterLine', () => {
  it.each([
    ['bin/agent', '#!/usr/bin/env python3\nimport os\n', '#!/usr/bin/env python3'],
    ['.hook', '#!/bin/sh', '#!/bin/sh'],
    ['bin/agent.py', '#!/usr/bin/env python3\n', undefined],
    ['bin/agent', '# a program\n', undefined],
  ])('of %s is its first line, or nothing', (path, text, expected) => {
    expect(interpreterLine(path, text)).toBe(expected)
    expect(interpreterLineOf(path, new TextEncoder().encode(text))).toBe(expected)
  })

  it('is cut where it has no end', () => {
    expect(interpreterLine('a', `#!${'x'.repeat(1000)}`)).toHaveLength(200)
    expect(interpreterLineOf('a', undefined)).toBeUndefined()
  })
})
