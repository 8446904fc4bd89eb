import {describe, expect, it} from 'vitest'
import {shortDigests} from '../../../src/cli/reports/change-lines.ts'

const [one, other, alike] = ['a1'.repeat(32), 'b2'.repeat(32), `${'a1'.repeat(6)}${'c3'.repeat(26)}`]

describe('shortDigests', () => {
  it('shows the first 12 digits of each digest', () => {
    expect(shortDigests(`prompt x: digest sha256:${one} → sha256:${other}`)).toBe(
      'prompt x: digest sha256:a1a1a1a1a1a1… → sha256:b2b2b2b2b2b2…',
    )
  })

  it('shows whole digests where the first digits do not tell them apart', () => {
    const line = `weights x: sha256:${one} → sha256:${alike}`
    expect(shortDigests(line)).toBe(line)
  })

  it.each([`sha1:${'a'.repeat(40)}`, `sha256:${'a'.repeat(65)}`, 'no digest'])('leaves %s alone', line => {
    expect(shortDigests(line)).toBe(line)
  })
})
