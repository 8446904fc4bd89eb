import {describe, expect, it} from 'vitest'
import {conform} from '../../../src/bom/check/conform.ts'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'
import {xmlOf} from '../../support/xml-of.ts'

type Change = (bom: Editable) => unknown
type Case = readonly [what: string, rule: string, change: Change]

const model = (more: object): Change => {
  return bom => Object.assign(bom.components[0], more)
}
const card = (more: object): Change => {
  return bom => Object.assign(bom.components[0].modelCard.modelParameters, more)
}
const base = (more: object): Change => {
  return bom => Object.assign(bom.components[0].pedigree.ancestors[0], more)
}
const service = (more: object): Change => {
  return bom => Object.assign(bom.services[0], more)
}
const property = (name: string, value: string): Change => {
  return bom => bom.components[0].properties.push({name, value})
}
const reference = (type: string, url: string, more: object = {}): Change => {
  return bom => Object.assign(bom.components[0], {externalReferences: [{type, url, ...more}]})
}
const licenceText = (content: string): Change => {
  return bom => Object.assign(bom.components[0].licenses[0].license, {text: {content}})
}
const digest = (content: string): Change => {
  return bom => Object.assign(bom.components[0].components[0].hashes[0], {content})
}
const add = (component: object): Change => {
  return bom => bom.components.push(component)
}
const agent = (name: string, value: string): Change =>
  add({type: 'application', 'bom-ref': 'agent:helper', name: 'helper', version: '1', properties: [{name, value}]})
const vendorPage: Change = bom => Object.assign(bom.metadata, {supplier: {name: 'Acme', url: ['https://acme.example']}})
const context = 'cdx:ai-ml:model:hyperparameter:context_length'
const llama = 'pkg:huggingface/acme-ai/clause-7b@9213176726f574b556790deb65791e0c5aa438b6'

const cases: readonly Case[] = [
  ['digits in their order', 'digest-hollow', digest('0123456789abcdef'.repeat(4))],
  ['a word over and over', 'digest-hollow', digest('deadbeef'.repeat(8))],
  [
    'an attestation that has the digest of nothing',
    'digest-hollow',
    reference('attestation', 'https://acme.example/a', {hashes: [{alg: 'SHA-256', content: '0'.repeat(64)}]}),
  ],
  [
    'data with the digest of the weights',
    'digest-conflict',
    bom => Object.assign(bom.components[1], {hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}]}),
  ],
  [
    'one file twice, with two digests',
    'digest-conflict',
    bom =>
      bom.components[0].components.push({
        type: 'file',
        name: 'model.safetensors',
        hashes: [{alg: 'SHA-256', content: 'b'.repeat(64)}],
      }),
  ],
  [
    'the text of another license',
    'licence-in-doubt',
    licenceText('GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007'),
  ],
  ['a base of another family', 'base-in-doubt', base({group: 'acme', name: 'Mistral-7B-v0.1'})],
  [
    'a base that the description alone names',
    'base-unknown',
    bom => {
      delete bom.components[0].pedigree
      bom.components[0].description = '7B decoder fine-tuned from openbase/base-7b'
    },
  ],
  ['a base without a name', 'value-hollow', base({name: 'unknown', group: undefined})],
  ['a maker with one foreign capital', 'look-alike', model({supplier: {name: 'Мeta'}})],
  ['a well-known host before another', 'look-alike', reference('website', 'https://huggingface.co.evil.example/x')],
  ['a well-known host as a user', 'look-alike', reference('website', 'https://huggingface.co@evil.example/x')],
  ['an owner that is almost its own', 'look-alike', reference('vcs', 'https://github.com/acrne-ai/clause')],
  [
    'the address of another commit',
    'address-differs',
    reference('distribution', `https://huggingface.co/acme-ai/clause-7b/tree/${'1'.repeat(40)}`),
  ],
  ['an address of a program', 'address-differs', reference('website', 'javascript:alert(1)')],
  ['an address on somebody’s disk', 'address-differs', reference('distribution', 'file:///home/me/clause-7b')],
  [
    'data that is fetched unencrypted',
    'address-cleartext',
    bom => Object.assign(bom.components[1].data[0], {contents: {url: 'http://acme.example/data'}}),
  ],
  [
    'the bom-ref of another package',
    'purl-wrong',
    add({
      type: 'library',
      'bom-ref': 'pkg:pypi/torch@4.57.1',
      name: 'transformers',
      version: '4.57.1',
      purl: 'pkg:pypi/transformers@4.57.1',
    }),
  ],
  [
    'the CPE of another version',
    'purl-wrong',
    add({
      type: 'library',
      name: 'transformers',
      version: '4.57.1',
      cpe: 'cpe:2.3:a:huggingface:transformers:4.40.0:*:*:*:*:*:*:*',
    }),
  ],
  ['data that is younger than the BOM', 'bom-outdated', bom => Object.assign(bom.components[1], {version: '2026.10'})],
  ['a group that is a filler', 'value-hollow', model({group: 'TBD', purl: undefined})],
  ['a note that is a filler', 'value-hollow', bom => Object.assign(bom.components[0].pedigree, {notes: 'TBD'})],
  ['a release without a title', 'value-hollow', bom => Object.assign(bom.components[0].releaseNotes, {title: 'TODO'})],
  [
    'an owner of data that is a filler',
    'value-hollow',
    bom => Object.assign(bom.components[1].data[0], {governance: {owners: [{organization: {name: 'N/A'}}]}}),
  ],
  [
    'sensitive data that is a filler',
    'value-hollow',
    bom => Object.assign(bom.components[1].data[0], {sensitiveData: ['TBD']}),
  ],
  ['the mail of nobody', 'value-hollow', bom => Object.assign(bom.metadata.authors[0], {email: 'user@example.com'})],
  ['a tool without a name', 'value-hollow', bom => Object.assign(bom.metadata.tools.components[0], {name: 'TBD'})],
  ['an endpoint of documentation', 'value-hollow', service({endpoints: ['https://api.example.com/v1']})],
  [
    'the serial number of an example',
    'value-hollow',
    bom => Object.assign(bom, {serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79'}),
  ],
  [
    'a card that begins with the name of another release',
    'card-copied',
    bom =>
      Object.assign(bom.components[0].modelCard.considerations, {
        useCases: ['Llama-3.1-8B-Instruct is intended for commercial and research use in several languages'],
      }),
  ],
  ['a quantization that no program has', 'quantization-in-doubt', property('cdx:ai-ml:model:quantization', 'Q9_K_M')],
  [
    'a description of another quantization',
    'quantization-in-doubt',
    bom => {
      bom.components[0].description = '7B decoder, 4-bit quantized'
      bom.components[0].properties.push({name: 'cdx:ai-ml:model:quantization', value: 'fp32'})
    },
  ],
  [
    'a name of another context',
    'size-in-doubt',
    bom => {
      Object.assign(bom.components[0], {name: 'clause-7b-128k', purl: undefined})
      bom.components[0].properties.push({name: context, value: '8192'})
    },
  ],
  [
    'a description of another context',
    'size-in-doubt',
    bom => {
      bom.components[0].description = '7B decoder with a context of 128k tokens'
      bom.components[0].properties.push({name: context, value: '8192'})
    },
  ],
  ['a context beyond measure', 'measure-wrong', property(context, '81920000000')],
  [
    'a class that cannot do the task',
    'architecture-in-doubt',
    card({modelArchitecture: 'LlamaForSequenceClassification'}),
  ],
  [
    'a service at the address of another provider',
    'service-elsewhere',
    service({endpoints: ['https://api.openai.com/v1']}),
  ],
  ['a service behind a tunnel', 'service-elsewhere', service({endpoints: ['https://ab12.ngrok-free.app/v1']})],
  [
    'a service at a foreign host',
    'service-elsewhere',
    bom => {
      vendorPage(bom)
      bom.services[0].endpoints = ['https://rerank.evil-host.example/v1']
    },
  ],
  ['a plain remote call', 'service-cleartext', service({endpoints: ['grpc://api.acme.example:50051']})],
  ['an agent that approves all by itself', 'agent-wide', agent('autoApprove', '*')],
  ['an agent that asks for nothing', 'agent-wide', agent('permission-mode', 'bypassPermissions')],
]

const harmless: readonly (readonly [what: string, change: Change])[] = [
  ['nothing', () => undefined],
  ['the license with its own text', licenceText('Apache License\nVersion 2.0, January 2004')],
  [
    'the address of its own commit',
    reference('distribution', `https://huggingface.co/acme-ai/clause-7b/tree/${llama.slice(-40)}`),
  ],
  ['an owner that is written otherwise', reference('vcs', 'https://github.com/AcmeAI/clause')],
  ['a host of its own country', reference('website', 'https://s3.cn-north-1.amazonaws.com.cn/acme')],
  [
    'a base of its own family',
    base({group: 'acme', name: 'Llama-2-7b', licenses: [{license: {id: 'MIT'}}], purl: undefined}),
  ],
  [
    'a context in round thousands',
    bom => {
      bom.components[0].description = '7B decoder with a context of 128k tokens'
      bom.components[0].properties.push({name: context, value: '131072'})
    },
  ],
  [
    'a class that can do the task',
    card({task: 'text-classification', modelArchitecture: 'LlamaForSequenceClassification'}),
  ],
  [
    'a service of the provider that is named',
    service({provider: {name: 'Azure OpenAI'}, endpoints: ['https://x.openai.azure.com/v1']}),
  ],
  [
    'a service in a cloud',
    bom => {
      vendorPage(bom)
      bom.services[0].endpoints = ['https://abc.execute-api.eu-west-1.amazonaws.com/v1']
    },
  ],
  ['data of the month before', bom => Object.assign(bom.components[1], {version: '2026.04'})],
  [
    'a CPE without the revision of a distribution',
    add({
      type: 'library',
      name: 'zlib',
      version: '1.2.13-1ubuntu2',
      supplier: {name: 'Ubuntu'},
      cpe: 'cpe:2.3:a:zlib:zlib:1.2.13:*:*:*:*:*:*:*',
    }),
  ],
  [
    'a file that is empty by its nature',
    bom =>
      bom.components[0].components.push({
        type: 'file',
        name: 'src/__init__.pyi',
        hashes: [{alg: 'SHA-256', content: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}],
      }),
  ],
  [
    'evidence that names the file it was read from',
    add({
      type: 'library',
      name: 'zod',
      version: '4.0.1',
      purl: 'pkg:npm/zod@4.0.1',
      evidence: {identity: {field: 'purl', confidence: 1, concludedValue: 'pnpm-lock.yaml'}},
    }),
  ],
  ['an agent that asks', agent('autoApprove', 'false')],
]

/** One document in a version of the format, as JSON and as XML. */
function carriersOf(bom: Editable): readonly (readonly [name: string, text: string])[] {
  return (['1.5', '1.6', '1.7'] as const).flatMap(spec => {
    const {document} = conform(bom, spec)
    return [
      [`JSON ${spec}`, JSON.stringify(document)],
      [`XML ${spec}`, xmlOf(document)],
    ] as const
  })
}

describe('review of a BOM of software alone', () => {
  const softwareOf = (...packages: readonly string[]): object => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-05-01T10:00:00Z',
      tools: {components: [{type: 'application', name: 'maker', version: '1'}]},
      component: {type: 'application', name: 'shop', version: '1'},
    },
    components: packages.map(name => ({type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0`})),
  })

  it.each([
    ['of packages that call models', ['left-pad', 'openai', '@ai-sdk/react'], 'high', 'openai, @ai-sdk/react'],
    ['of other packages', ['left-pad', 'zod'], 'high', '2 components are listed, but no model'],
  ])('says that no AI is listed %s', async (_what, packages, severity, told) => {
    const {findings} = await reviewOf(softwareOf(...packages))
    expect(findings).toMatchObject([{name: 'ai-not-listed', severity, message: expect.stringContaining(told)}])
  })

  it('says that nothing is stated where nothing is', async () => {
    expect((await reviewOf(softwareOf())).findings).toMatchObject([{name: 'little-stated', severity: 'high'}])
  })
})

describe('review of one deviation, whatever carries it', () => {
  it.each(cases)('names %s', async (_what, rule, change) => {
    for (const [carrier, text] of carriersOf(vendorBom(change))) {
      const {findings, evidence} = await reviewOf(text)
      const found = findings.find(({name}) => name === rule)
      expect([carrier, found?.message]).toEqual([carrier, expect.stringMatching(/\S/)])
      for (const number of found?.evidence ?? [-1]) expect(evidence[number]?.place).toMatch(/^\//)
    }
  })

  it.each(harmless)('finds nothing in %s', async (_what, change) => {
    for (const [carrier, text] of carriersOf(vendorBom(change)))
      expect([carrier, (await reviewOf(text)).findings]).toEqual([carrier, []])
  })
})
