import {createRequire} from 'node:module'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {TrustFailure} from '../../../src/trust/failure.ts'
import {canonicalJson} from '../../../src/trust/json/jcs.ts'
import {parseBundle} from '../../../src/trust/sigstore/bundle.ts'
import {legacyPreAuthEncoding, preAuthEncoding} from '../../../src/trust/sigstore/dsse.ts'

const require = createRequire(import.meta.url)
const canonicalize: (value: unknown) => string = require('canonicalize')

describe('preAuthEncoding', () => {
  it('is the one of the DSSE protocol', () => {
    expect(preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    )
  })
})

describe('legacyPreAuthEncoding', () => {
  it.each([
    [Buffer.from('{"a": "b\\n"}\n\t\r'), String.raw`b'{"a": "b\\n"}\n\t\r'`],
    [Buffer.from("it's"), `b"it's"`],
    [Buffer.from(`it's "so"`), String.raw`b'it\'s "so"'`],
    [Buffer.from([0, 0x7f, 0x80, 0xff, 0x1b]), String.raw`b'\x00\x7f\x80\xff\x1b'`],
  ])('writes bytes as Python’s repr does', (bytes, repr) => {
    expect(legacyPreAuthEncoding('t', bytes).toString()).toBe(`DSSEV1 1 t ${bytes.length} ${repr}`)
  })
})

describe('canonicalJson', () => {
  it('is what another implementation of RFC 8785 writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
    )
  })
})

describe('parseBundle', () => {
  it('answers a bundle or a failure, whatever the text', () => {
    const word = fc.constantFrom(
      'mediaType',
      'verificationMaterial',
      'publicKey',
      'hint',
      'dsseEnvelope',
      'payload',
      'signatures',
      'sig',
      'tlogEntries',
    )
    const {tree} = fc.letrec(tie => ({
      tree: fc.oneof(
        {maxDepth: 4},
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('tree'), {maxLength: 3}),
        fc.dictionary(word, tie('tree')),
      ),
    }))
    const bundles = tree.map(value =>
      JSON.stringify(Object.assign({mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json'}, value)),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), bundles), text => {
        try {
          parseBundle(text)
        } catch (error) {
          expect(error).toBeInstanceOf(TrustFailure)
        }
      }),
    )
  })
})
