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

function verifyXml(body: string, asked: object = {}) {
  const root = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">${body}</bom>`
  return verifyText(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`, asked)
}

async function verifyText(text: string | Uint8Array, asked: object = {}) {
  writeFileSync(join(cwd, 'bom.xml'), text)
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

  const digest = createHash('sha256').update('right').digest('hex')
  const hashed = component(`<hashes>${hash('right')}</hashes>`)
  const x = 'xmlns:x="urn:x"'
  it.each<[string, string]>([
    [
      'has components of another version',
      `<components xmlns="http://cyclonedx.org/schema/bom/1.5">${wrong}</components>`,
    ],
    ['has components without a namespace', `<components xmlns="">${wrong}</components>`],
    ['has components of another namespace', `<x:components ${x}>${wrong}</x:components>`],
    ['has a component beside its list', wrong],
    ['has a component of another namespace', `<metadata><x:component ${x} type="file"/></metadata>`],
  ])('could not be verified where it %s', async (_name, body) => {
    const {subjects, exit} = await verifyXml(`<components>${right}</components>${body}`)
    expect({exit, codes: subjects.map(({code}) => code)}).toEqual({exit: 3, codes: expect.arrayContaining([open.code])})
  })

  it.each<[string, string]>([
    ['an item of another name', component(`<hashes>${hash('right')}<digest alg="SHA-256">${digest}</digest></hashes>`)],
    ['an item of another namespace', component(`<hashes>${hash('right')}<x:hash ${x} alg="MD5"/></hashes>`)],
    ['a digest in elements', component(`<hashes><hash><alg>SHA-256</alg><content>${digest}</content></hash></hashes>`)],
    ['a digest in an attribute', component(`<hashes><hash alg="SHA-256" content="${digest}"/></hashes>`)],
    ['one digest as the list', component(`<hashes alg="SHA-256">${digest}</hashes>`)],
    [
      'an attribute of another namespace',
      component(`<hashes><hash alg="SHA-256" ${x} x:alg="MD5">${digest}</hash></hashes>`),
    ],
    ['only that attribute', component(`<hashes>${hash('right')}<hash ${x} x:alg="MD5">${digest}</hash></hashes>`)],
    [
      'a comment in the digest',
      component(`<hashes>${hash('right').replace(digest, `${digest.slice(0, 9)}<!-- -->${digest.slice(9)}`)}</hashes>`),
    ],
    ['an instruction in the digest', component(`<hashes>${hash('right').replace(digest, `<?x?>${digest}`)}</hashes>`)],
    ['an element in the digest', component(`<hashes>${hash('right').replace(digest, `${digest}<b/>`)}</hashes>`)],
    ['an element in the name', hashed.replace('w.bin', 'w<b/>.bin')],
    ['its name as an attribute', hashed.replace('type=', 'name="w.bin" type=')],
    ['its type as an element', hashed.replace('<name>', '<type>file</type><name>')],
    [
      'a place as an attribute',
      hashed.replace(
        '</name>',
        '</name><evidence><occurrences><occurrence location="w.bin"/></occurrences></evidence>',
      ),
    ],
    [
      'a place outside its list',
      hashed.replace('</name>', '</name><evidence><occurrence><location>w.bin</location></occurrence></evidence>'),
    ],
  ])('could not be verified where a component has %s', async (_name, body) => {
    expect(body).not.toBe(hashed)
    const {subjects, exit} = await verifyXml(`<components>${body}</components>`)
    expect(exit).not.toBe(0)
    expect(subjects.map(({code}) => code)).toContain(open.code)
  })

  it('tells such a part however many harmless faults are before it', async () => {
    const licensed = '<licenses><license><id>Mine-1.0</id></license></licenses>'
    const many = Array.from({length: 1100}, () => component(licensed)).join('')
    const {subjects} = await verifyXml(`<components>${many}${component(`${hash('wrong')}${licensed}`)}</components>`)
    expect(subjects.map(({subject}) => subject)).toContain('bom.xml#/components/1100/hash')
  })

  it('tells it by its place in JSON, where elements of other namespaces have none', async () => {
    const foreign = `<x:component ${x}/>`
    const {subjects} = await verifyXml(`<components>${foreign}${right}${component(hash('wrong'))}</components>`)
    const told = subjects.map(({subject}) => subject)
    expect(told).toEqual(expect.arrayContaining(['bom.xml#/components', 'bom.xml#/components/1/hash']))
  })

  it('keeps other white space than that of XML', async () => {
    expect(await verifyXml(`<components>${hashed.replace('w.bin', '\u00a0w.bin')}</components>`)).toMatchObject({
      exit: 3,
      subjects: [{}, {code: 'artifact-missing'}],
    })
  })

  it('may have extensions, comments and CDATA', async () => {
    const body = `<!-- a --><components>${hashed.replace(digest, `<![CDATA[${digest}]]>`)}</components><x:note ${x}/>`
    expect(await verifyXml(body)).toMatchObject({exit: 0})
  })

  const plain = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>${right}</components></bom>`
  it.each<[string, string | Uint8Array]>([
    ['is said to be in UTF-7', `<?xml version="1.0" encoding="UTF-7"?>${plain}`],
    [
      'is said to be in Latin 1, with more than ASCII',
      `<?xml version="1.0" encoding="ISO-8859-1"?>${plain.replace('<components>', '<!-- é --><components>')}`,
    ],
    ['is XML 1.1', `<?xml version="1.1"?>${plain}`],
    ['begins with two marks', `\uFEFF\uFEFF${plain}`],
    ['is no UTF-8', Buffer.from(plain.replace('<components>', '<!-- é --><components>'), 'latin1')],
    [
      'includes another document',
      plain.replace('<components>', '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="b.xml"/><components>'),
    ],
  ])('is invalid where it %s', async (_name, text) => {
    expect(await verifyText(text)).toMatchObject({exit: 1, subjects: [{code: 'bundle-malformed'}]})
  })

  it.each(['', '\uFEFF', '<?xml version="1.0" encoding="ISO-8859-1"?>'])('may begin with %j', async beginning => {
    expect(await verifyText(beginning + plain)).toMatchObject({exit: 0})
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

  it('tells the signature in it that aibom does not read beside one that it reads', async () => {
    writeFileSync(join(cwd, 'bom.xml.sig'), '{}')
    const body = `<components>${right}</components><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`
    const {subjects} = await verifyXml(body)
    expect(subjects[0]).toMatchObject({status: 'invalid', notCovered: ['the XML signature in it']})
  })

  it('may have a signature that aibom does not read', async () => {
    const body = `<components>${right}</components><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`
    expect(await verifyXml(body, {require: undefined})).toMatchObject({
      exit: 3,
      subjects: [{code: 'bundle-unsupported'}, {status: 'verified'}],
    })
  })
})
