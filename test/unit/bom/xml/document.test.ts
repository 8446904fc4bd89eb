import {readdirSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {validateDocument} from '../../../../src/bom/check/validate.ts'
import {parseBom} from '../../../../src/bom/read/parse.ts'
import {parseXml, XmlFault} from '../../../../src/bom/xml/element.ts'
import {AibomError} from '../../../../src/lib/errors.ts'

const bom = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="2">
  <metadata>
    <timestamp>2026-05-01T10:00:00Z</timestamp>
    <tools><components><component type="application"><name>maker</name><version>1</version></component></components></tools>
    <supplier><name>Acme</name><url>https://acme.example</url><contact><email>a@acme.example</email></contact></supplier>
  </metadata>
  <components>
    <component type="machine-learning-model" bom-ref="model">
      <name>tiny</name>
      <hashes><hash alg="SHA-256">${'a'.repeat(64)}</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <purl>pkg:huggingface/acme/tiny</purl>
      <modelCard><modelParameters><task>text-generation</task><inputs><input><format>text</format></input></inputs></modelParameters></modelCard>
      <properties><property name="cdx:ai-ml:model:parameter:count">7B</property></properties>
      <components><component type="file"><name>model.safetensors</name></component></components>
    </component>
  </components>
  <services>
    <service bom-ref="api"><name>api</name><endpoints><endpoint>https://api.example</endpoint></endpoints><authenticated>true</authenticated>
      <data><classification flow="outbound">PII</classification></data></service>
  </services>
  <dependencies><dependency ref="model"><dependency ref="api"/></dependency></dependencies>
</bom>`

describe('parseBom, of XML', () => {
  it('gives the form that the JSON has, and the line of everything', async () => {
    const {document, form, spec, lineOf} = parseBom(bom, 'bom.xml')
    expect({form, spec}).toEqual({form: 'xml', spec: '1.6'})
    expect(await validateDocument(document, '1.6')).toEqual([])
    expect(document).toMatchObject({
      version: 2,
      metadata: {
        tools: {components: [{name: 'maker'}]},
        supplier: {url: ['https://acme.example'], contact: [{email: 'a@acme.example'}]},
      },
      components: [
        {
          'bom-ref': 'model',
          hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}],
          licenses: [{license: {id: 'MIT'}}],
          modelCard: {modelParameters: {task: 'text-generation', inputs: [{format: 'text'}]}},
          properties: [{name: 'cdx:ai-ml:model:parameter:count', value: '7B'}],
          components: [{name: 'model.safetensors'}],
        },
      ],
      services: [
        {endpoints: ['https://api.example'], authenticated: true, data: [{flow: 'outbound', classification: 'PII'}]},
      ],
      dependencies: [{ref: 'model', dependsOn: ['api']}],
    })
    expect(lineOf('/components/0/name')).toBe(10)
  })

  it.each([
    ['a document type declaration', `<!DOCTYPE bom [<!ENTITY a "b">]>${bom.slice(bom.indexOf('<bom'))}`, 'DTD'],
    ['an entity of its own', bom.replace('tiny', '&a;'), 'entity'],
    ['what is cut off', bom.slice(0, 500), 'XML'],
    ['another document', '<html><body/></html>', 'first element is html'],
    ['a version that does not exist', bom.replace('bom/1.6', 'bom/9.9'), '1.0 to 1.7 are read'],
    ['ten thousand levels', '<a>'.repeat(10_000), 'nests more than'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseBom(text, 'bom.xml')).toThrow(
      expect.objectContaining({code: 'AIBOM_BOM_INVALID', message: expect.stringContaining(message)}),
    )
  })

  it('never fails in another way, whatever is changed', () =>
    fc.assert(
      fc.property(fc.nat(bom.length), fc.string({maxLength: 20}), (at, text) => {
        try {
          parseBom(bom.slice(0, at) + text + bom.slice(at), 'bom.xml')
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    ))
})

describe('parseXml', () => {
  it('keeps names such as __proto__ apart from those of the language', () => {
    const {children, attributes} = parseXml('<a __proto__="x"><constructor/></a>')
    expect([attributes.get('__proto__'), children[0]?.name]).toEqual(['x', 'constructor'])
  })

  it('throws a fault of its own', () => {
    expect(() => parseXml('<a><b></a>')).toThrow(XmlFault)
  })
})

const specification = process.env['CYCLONEDX_SPECIFICATION']

/** Where a checkout of CycloneDX/specification is at hand: CYCLONEDX_SPECIFICATION=…/tools/src/test/resources */
describe.skipIf(specification === undefined)('the official documents in XML', () => {
  // two parts have no equal in JSON: XML signatures, and a list of any strings for organizations
  const without = /valid-(?:attestation|patent)-/
  const files = readdirSync(specification ?? '.', {recursive: true, encoding: 'utf8'}).filter(file =>
    /(?:^|\/)valid-.*\.xml$/.test(file),
  )
  it.each(files.filter(file => !without.test(file)))('%s is valid', async file => {
    const {document, spec} = parseBom(readFileSync(`${specification}/${file}`, 'utf8'), file)
    expect(await validateDocument(document, spec)).toEqual([])
  })
})
