import {describe, expect, it, vi} from 'vitest'
import {memoryReader} from '../../../../src/lib/byte-reader.ts'
import {isOwnFile} from '../../../../src/pipeline/extract/own-files.ts'

function fileOf(text: string) {
  const read = vi.fn(async () => text)
  const bytes = new TextEncoder().encode(text)
  return {
    read,
    file: {
      path: 'a.yaml',
      byteLength: BigInt(bytes.length),
      known: [],
      text: read,
      bytes: async () => memoryReader(bytes),
    },
  }
}

describe('isOwnFile', () => {
  const policies = [
    'version: 1\nrules: []\n',
    '# ours\n---\nversion: 1\nwaivers: []\n',
    '"version": 1\n"rules": []\n',
    '{"version": 1, "rules": []}\n',
    '{\nversion: 1,\nrules: []\n}\n',
    'version : 1\n',
  ]
  for (const text of policies) {
    it(`knows a policy by its form: ${JSON.stringify(text)}`, async () => {
      expect(await isOwnFile(fileOf(text).file, text)).toBe(true)
    })
  }

  const others = [
    "lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    version: 1.0.0\n",
    'version: 1\njobs:\n  build: {}\n',
    'version: 1.2\nservices: {}\n',
  ]
  for (const text of others) {
    it(`does not parse what has a key that no policy has: ${JSON.stringify(text)}`, async () => {
      const {file, read} = fileOf(text)
      expect(await isOwnFile(file, text)).toBe(false)
      expect(read).not.toHaveBeenCalled()
    })
  }

  it('parses what could be one, and leaves what does not keep to the form', async () => {
    const {file, read} = fileOf('version: 1\nrules: 3\n')
    expect(await isOwnFile(file, 'version: 1\nrules: 3\n')).toBe(false)
    expect(read).toHaveBeenCalledOnce()
  })
})
