import {randomBytes} from 'node:crypto'
import {crc32, gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {Budget, defaultLimits} from '../../../../src/safety/budget.ts'
import {answer, examined} from '../../../support/examined.ts'
import {proto, runsCommand, text} from '../../../support/pickles.ts'
import {concat, safetensors, u32, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

const harmless = {name: 'm/data.txt', content: utf8('just text')}
const evil = {name: 'm/inner.pkl', content: runsCommand}

/** One member whose extra field gives it a second name. */
function withUnicodeName(name: string, second: string): Uint8Array {
  const field = concat(
    new Uint8Array([0x75, 0x70, 5 + utf8(second).length, 0, 1]),
    u32(crc32(utf8(name))),
    utf8(second),
  )
  const plain = Buffer.from(zip([{name, content: utf8('just text')}]))
  const [list, end] = [plain.indexOf('PK\x01\x02'), plain.indexOf('PK\x05\x06')]
  plain.writeUInt16LE(field.length, list + 30)
  plain.writeUInt32LE(end - list + field.length, end + 12)
  return concat(plain.subarray(0, end), field, plain.subarray(end))
}

describe('a second name in Unicode', () => {
  it.each([
    ['weights/model.txt', '../../../etc/profile', 'unsafe'],
    ['weights/model.txt', 'weights/model.pkl', 'unsafe'],
    ['weights/mod\u00e8le.txt', 'weights/mod\u00e8le.txt', 'safe'],
    ['weights/mod?le.txt', 'weights/mod\u00e8le.txt', 'safe'],
    ['weights/model.txt', 'weights/model.txt', 'safe'],
  ])('%s, %s: %s', async (name, second, verdict) => {
    expect((await answer(withUnicodeName(name, second), 'x.zip')).verdict).toBe(verdict)
  })
})

describe('a zip', () => {
  it('is safe where every member is', async () => {
    const content = zip([
      harmless,
      {name: 'm/w.safetensors', content: safetensors('{"__metadata__":{}}', 0), deflate: true},
    ])
    expect(await answer(content)).toMatchObject({verdict: 'safe', rules: []})
  })

  it.each([
    ['stored', zip([harmless, evil])],
    ['deflated', zip([{...evil, deflate: true}])],
    ['with a flag that says encrypted in the local header', zip([{...evil, local: {flags: 1}}])],
    ['with flags in both headers', zip([{...evil, local: {flags: 0x21}, central: {flags: 0x40}}])],
    ['with a wrong checksum', zip([{...evil, central: {crc: 1}}])],
    ['under another name in the list', zip([{...evil, central: {name: 'm/inner.txt'}}])],
    ['not in the list at all', zip([{...evil, unlisted: true}, harmless])],
    ['with another size in the list', zip([{...evil, central: {packedBytes: 3, byteLength: 3}}])],
    ['with another method in the list', zip([{...evil, deflate: true, central: {method: 0}}])],
    ['behind other bytes', concat(utf8('some bytes'), zip([evil]))],
    ['before other bytes', concat(zip([evil]), utf8('some bytes'))],
    ['before a comment', zip([evil], {comment: 'hello'})],
    ['in a zip in a gzip', new Uint8Array(gzipSync(zip([{name: 'a.zip', content: zip([evil])}])))],
    ['as the second of two members of one name', zip([{...evil, content: proto(4, text('x'))}, evil])],
  ])('gives away the pickle in it: %s', async (_name, content) => {
    const {verdict, named} = await answer(content)
    expect(verdict).toBe('unsafe')
    expect(named).toContain('os.system')
  })

  it.each([
    ['names that differ', zip([{...harmless, central: {name: 'm/other.txt'}}])],
    ['a member that is not listed', zip([{...harmless, unlisted: true}, harmless])],
    ['sizes that differ', zip([{...harmless, central: {byteLength: 3, packedBytes: 3}}])],
    ['two lists', concat(zip([harmless]), zip([harmless]))],
  ])('that programs read differently is unsafe: %s', async (_name, content) => {
    const {verdict, rules} = await answer(content)
    expect(verdict).toBe('unsafe')
    expect(rules).toContain('AIB120')
  })

  it.each([
    ['a wrong checksum', zip([{...harmless, local: {crc: 1}, central: {crc: 1}}]), 'AIB121'],
    ['a flag that says encrypted', zip([{...harmless, local: {flags: 1}, central: {flags: 1}}]), 'AIB122'],
    ['an unknown method', zip([{...harmless, local: {method: 93}, central: {method: 93}}]), 'AIB123'],
    ['damaged data', zip([{...harmless, local: {method: 8}, central: {method: 8}}]), 'AIB123'],
    ['names that differ by case', zip([harmless, {...harmless, name: 'm/DATA.txt'}]), 'AIB125'],
    ['a binary member that nobody knows', zip([{name: 'm/x', content: new Uint8Array(64).fill(7)}]), 'AIB100'],
    ['a cut list', zip([harmless]).subarray(0, -10), 'AIB102'],
    ['bytes before it', concat(utf8('some bytes'), zip([harmless])), 'AIB101'],
    ['bytes behind it', concat(zip([harmless]), utf8('some bytes')), 'AIB101'],
  ])('is not proven safe with %s', async (_name, content, rule) => {
    const {verdict, rules} = await answer(content)
    expect(verdict).toBe('unknown')
    expect(rules).toContain(rule)
  })

  it.each(['../up.txt', '/etc/x.txt', 'a/../../b.txt', '..\\up.txt', 'C:\\x.txt', 'a\0b.txt'])(
    'does not let a member lead out: %s',
    async name => {
      expect(await answer(zip([{...harmless, name}]))).toMatchObject({verdict: 'unsafe', rules: ['AIB124']})
    },
  )

  it('does not let a link lead out', async () => {
    expect((await answer(zip([{name: 'l.txt', content: utf8('../../etc/passwd'), mode: 0o120777}]))).rules).toEqual([
      'AIB124',
    ])
  })

  it('appended to another model is unsafe', async () => {
    const {verdict, rules} = await answer(concat(safetensors('{"__metadata__":{}}', 0), zip([harmless])))
    expect(verdict).toBe('unsafe')
    expect(rules).toContain('AIB105')
  })

  it('in a zip is no second list of members', async () => {
    expect(await answer(zip([{name: 'a.zip', content: zip([harmless])}]))).toMatchObject({verdict: 'safe'})
  })

  it('that unpacks to far more than it holds is unsafe, one that is merely large unknown', async () => {
    const inflatedBytes = 1_000_000
    const budget = () => new Budget({...defaultLimits, inflatedBytes})
    const bomb = zip([{name: 'zeros.bin', content: new Uint8Array(2 * inflatedBytes), deflate: true}])
    expect(await examined(bomb, 'x', {budget: budget()})).toMatchObject({
      verdict: 'unsafe',
      findings: [{rule: 'AIB126'}],
    })
    const noise = zip([{name: 'noise.bin', content: new Uint8Array(randomBytes(2 * inflatedBytes)), deflate: true}])
    expect(await examined(noise, 'x', {budget: budget()})).toMatchObject({
      verdict: 'unknown',
      findings: [{rule: 'AIB103'}],
    })
  })
})
