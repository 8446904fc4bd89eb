import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

const hash = (content: string): string =>
  `<hash alg="SHA-256">${createHash('sha256').update(content).digest('hex')}</hash>`
const component = (body: string): string => `<component type="file"><name>w.bin</name>${body}</component>`
const right = component(`<hashes>${hash('right')}</hashes>`)
const wrong = component(`<hashes>${hash('wrong')}</hashes>`)
const around = (inner: string): string =>
  `<component type="application"><name>app</name><version>1</version><components>${inner}</components></component>`

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'xml-'))
  mkdirSync(join(cwd, 'art'))
  writeFileSync(join(cwd, 'art/w.bin'), 'right')
})

async function verifyXml(body: string, asked: object = {}) {
  const root = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">${body}</bom>`
  writeFileSync(join(cwd, 'bom.xml'), `<?xml version="1.0" encoding="UTF-8"?>\n${root}`)
  const result = await verifyWith({targets: ['bom.xml'], cwd, artifacts: 'art', require: 'digest', ...asked})
  return {exit: exitOf(result), subjects: result.subjects}
}

const verified = {exit: 0, code: undefined}
const mismatch = {exit: 1, code: 'digest-mismatch'}
const open = {exit: 3, code: 'statement-malformed'}

describe('a BOM in XML', () => {
  it.each<[string, string, {exit: number; code: string | undefined}]>([
    ['is compared with the files', `<components>${right}</components>`, verified],
    ['has another digest', `<components>${wrong}</components>`, mismatch],
    [
      'has one right and one wrong digest',
      `<components>${component(`<hashes>${hash('right')}${hash('wrong')}</hashes>`)}</components>`,
      mismatch,
    ],
    ['has it below another component', `<components>${around(wrong)}</components>`, mismatch],
    ['has it below its subject', `<metadata>${around(wrong)}</metadata>`, mismatch],
    ['has two lists of components', `<components>${right}</components><components>${wrong}</components>`, open],
    ['has a list that is a component too', `<components>${wrong}<name>x</name></components>`, open],
    [
      'has two lists of digests',
      `<components>${component(`<hashes>${hash('right')}</hashes><hashes>${hash('wrong')}</hashes>`)}</components>`,
      open,
    ],
    ['has a digest outside of its list', `<components>${component(hash('wrong'))}</components>`, open],
    [
      'has two names',
      `<components>${component(`<name>other</name><hashes>${hash('wrong')}</hashes>`)}</components>`,
      open,
    ],
  ])('%s', async (_name, body, {exit, code}) => {
    const {subjects, exit: got} = await verifyXml(body)
    expect(subjects.slice(1).map(subject => subject.code)).toContain(code)
    expect(got).toBe(exit)
  })

  it('is not told by a licence that nobody knows', async () => {
    const licensed = component(
      `<hashes>${hash('right')}</hashes><licenses><license><id>Mine-1.0</id></license></licenses>`,
    )
    expect(await verifyXml(`<components>${licensed}</components>`)).toMatchObject({exit: 0})
  })

  it('is invalid where it cannot be read', async () => {
    expect(await verifyXml('<components>')).toMatchObject({
      exit: 1,
      subjects: [{status: 'invalid', code: 'bundle-malformed'}],
    })
  })

  it('may have a signature that aibom does not read', async () => {
    const body = `<components>${right}</components><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`
    expect(await verifyXml(body, {require: undefined})).toMatchObject({
      exit: 3,
      subjects: [{code: 'bundle-unsupported'}, {status: 'verified'}],
    })
  })
})
