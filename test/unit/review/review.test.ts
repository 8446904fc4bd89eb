import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {agree, parseSize, sizeInName} from '../../../src/lib/names/model-size.ts'
import {imitatedBy} from '../../../src/review/checks/names/publishers.ts'
import {isHollow} from '../../../src/review/facts/hollow.ts'
import {termsOf} from '../../../src/review/facts/licence-terms.ts'
import {reviewRules} from '../../../src/review/rules.ts'
import {expectNamed} from '../../support/deviations.ts'
import {reviewOf} from '../../support/review.ts'
import {projectRoot} from '../../support/run.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

type Case = readonly [what: string, rule: string, change: (bom: Editable) => void]

const hosted = {
  type: 'machine-learning-model',
  'bom-ref': 'hosted',
  name: 'gpt-5',
  version: '2026-08-07',
  manufacturer: {name: 'OpenAI'},
}

const cases: readonly Case[] = [
  [
    'a branch as version',
    'not-pinned',
    bom => Object.assign(bom.components[0], {version: 'main', purl: 'pkg:huggingface/acme-ai/clause-7b@main'}),
  ],
  [
    'no version',
    'version-missing',
    bom => Object.assign(bom.components[0], {version: undefined, purl: 'pkg:huggingface/acme-ai/clause-7b'}),
  ],
  ['weights without a digest', 'weights-without-digest', bom => delete bom.components[0].components[0].hashes],
  ['a false “complete”', 'complete-claimed', bom => delete bom.components[0].components[0].hashes],
  ['a pickle', 'format-runs-code', bom => Object.assign(bom.components[0].components[0], {name: 'pytorch_model.bin'})],
  [
    'code of its own',
    'code-in-model',
    bom => bom.components[0].components.push({type: 'file', name: 'modeling_clause.py'}),
  ],
  [
    'trust_remote_code',
    'code-in-model',
    bom => bom.components[0].properties.push({name: 'trust_remote_code', value: 'true'}),
  ],
  [
    'MD5 alone',
    'digest-weak',
    bom => Object.assign(bom.components[0].components[0], {hashes: [{alg: 'MD5', content: 'a'.repeat(32)}]}),
  ],
  [
    'a digest of zeros',
    'digest-hollow',
    bom => Object.assign(bom.components[0].components[0], {hashes: [{alg: 'SHA-256', content: '0'.repeat(64)}]}),
  ],
  [
    'a digest of a wrong length',
    'digest-length',
    bom => Object.assign(bom.components[0].components[0], {hashes: [{alg: 'SHA-256', content: 'a'.repeat(40)}]}),
  ],
  ['no license', 'licence-missing', bom => delete bom.components[0].licenses],
  [
    'a license named “other”',
    'licence-unclear',
    bom => Object.assign(bom.components[0], {licenses: [{license: {name: 'other'}}]}),
  ],
  [
    'a license without commerce',
    'licence-no-commerce',
    bom => Object.assign(bom.components[0], {licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}),
  ],
  [
    'an origin without commerce',
    'licence-conflict',
    bom => Object.assign(bom.components[0].pedigree.ancestors[0], {licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}),
  ],
  [
    'an origin with use restrictions',
    'licence-conflict',
    bom => Object.assign(bom.components[0].pedigree.ancestors[0], {licenses: [{license: {name: 'llama3.1'}}]}),
  ],
  [
    'an origin that must be shared alike',
    'licence-conflict',
    bom => Object.assign(bom.components[0].pedigree.ancestors[0], {licenses: [{license: {id: 'CC-BY-SA-4.0'}}]}),
  ],
  [
    'an origin without derivatives',
    'licence-no-derivatives',
    bom => Object.assign(bom.components[0].pedigree.ancestors[0], {licenses: [{license: {id: 'CC-BY-ND-4.0'}}]}),
  ],
  [
    'an origin of the origin without commerce',
    'licence-conflict',
    bom =>
      Object.assign(bom.components[0].pedigree.ancestors[0], {
        pedigree: {
          ancestors: [{type: 'machine-learning-model', name: 'root', licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}],
        },
      }),
  ],
  [
    'data without commerce',
    'licence-conflict',
    bom => Object.assign(bom.components[1], {licenses: [{license: {id: 'CC-BY-NC-SA-4.0'}}]}),
  ],
  ['data without a license', 'dataset-licence-missing', bom => delete bom.components[1].licenses],
  [
    'no data',
    'data-unknown',
    bom => {
      bom.components.pop()
      delete bom.components[0].modelCard.modelParameters.datasets
      bom.dependencies.pop()
    },
  ],
  [
    'a cleartext service',
    'service-cleartext',
    bom => Object.assign(bom.services[0], {endpoints: ['http://api.acme.example']}),
  ],
  ['an open service', 'service-open', bom => Object.assign(bom.services[0], {authenticated: false})],
  [
    'a bare address',
    'service-bare-address',
    bom => Object.assign(bom.services[0], {endpoints: ['https://203.0.113.7/v1']}),
  ],
  [
    'personal data to an open service',
    'service-sensitive',
    bom => Object.assign(bom.services[0], {authenticated: false, data: [{flow: 'outbound', classification: 'PII'}]}),
  ],
  ['a service without a word of data', 'service-unknown', bom => delete bom.services[0].data],
  ['a reference to nothing', 'reference-dangling', bom => bom.dependencies[0].dependsOn.push('nothing')],
  ['one bom-ref twice', 'reference-doubled', bom => Object.assign(bom.components[1], {'bom-ref': 'model'})],
  [
    'a model that depends on itself',
    'reference-cycle',
    bom => bom.dependencies.push({ref: 'data', dependsOn: ['model']}),
  ],
  [
    'a purl of another version',
    'purl-wrong',
    bom => Object.assign(bom.components[0], {purl: `pkg:huggingface/acme-ai/clause-7b@${'b'.repeat(40)}`}),
  ],
  ['a purl that is none', 'purl-wrong', bom => Object.assign(bom.components[0], {purl: 'clause-7b'})],
  [
    'two digests of one file',
    'digest-conflict',
    bom => bom.components[0].components[0].hashes.push({alg: 'SHA-256', content: 'b'.repeat(64)}),
  ],
  [
    'one digest for two files',
    'digest-conflict',
    bom =>
      bom.components[0].components.push({
        type: 'file',
        name: 'tokenizer.json',
        hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}],
      }),
  ],
  [
    'licenses side by side',
    'licence-in-doubt',
    bom =>
      Object.assign(bom.components[0], {
        licenses: [
          {license: {id: 'MIT', acknowledgement: 'declared'}},
          {license: {id: 'CC-BY-NC-4.0', acknowledgement: 'concluded'}},
        ],
      }),
  ],
  [
    'the address of another license',
    'licence-in-doubt',
    bom =>
      Object.assign(bom.components[0], {
        licenses: [{license: {id: 'MIT', url: 'https://creativecommons.org/licenses/by-nc/4.0/'}}],
      }),
  ],
  [
    'the address of another model',
    'address-differs',
    bom =>
      Object.assign(bom.components[0], {
        externalReferences: [{type: 'distribution', url: 'https://huggingface.co/evil/clause-7b'}],
      }),
  ],
  [
    'a host that imitates another',
    'look-alike',
    bom =>
      Object.assign(bom.components[0], {
        externalReferences: [{type: 'website', url: 'https://hugglngface.co/acme-ai'}],
      }),
  ],
  [
    'two architectures',
    'architecture-in-doubt',
    bom => Object.assign(bom.components[0].modelCard.modelParameters, {architectureFamily: 'bert'}),
  ],
  [
    'two base models',
    'base-in-doubt',
    bom => Object.assign(bom.components[0], {description: '7B decoder, fine-tuned from Mistral-7B'}),
  ],
  [
    'an adapter of nothing',
    'base-unknown',
    bom => {
      delete bom.components[0].pedigree
      bom.components[0].components[0].name = 'adapter_model.safetensors'
    },
  ],
  [
    'a measure outside of its interval',
    'measure-wrong',
    bom =>
      Object.assign(bom.components[0].modelCard.quantitativeAnalysis.performanceMetrics[0], {
        confidenceInterval: {lowerBound: '0.5', upperBound: '0.6'},
      }),
  ],
  [
    'a measure that is too good',
    'measure-wrong',
    bom => Object.assign(bom.components[0].modelCard.quantitativeAnalysis.performanceMetrics[0], {value: '140'}),
  ],
  [
    'a size in a sentence',
    'size-in-doubt',
    bom => Object.assign(bom.components[0], {description: 'A decoder with 13 billion parameters'}),
  ],
  ['data of a moving version', 'not-pinned', bom => Object.assign(bom.components[1], {version: 'main'})],
  [
    'a tag of the hub',
    'not-pinned',
    bom => Object.assign(bom.components[0], {version: 'v1', purl: 'pkg:huggingface/acme-ai/clause-7b@v1'}),
  ],
  ['a Keras file', 'format-runs-code', bom => Object.assign(bom.components[0].components[0], {name: 'model.h5'})],
  [
    'data that fits any words',
    'data-unknown',
    bom => Object.assign(bom.components[1], {name: 'publicly available data'}),
  ],
  [
    'two answers to one question',
    'complete-claimed',
    bom => bom.compositions.push({aggregate: 'unknown', assemblies: ['model']}),
  ],
  ['a service that does not say whom it lets in', 'service-unknown', bom => delete bom.services[0].authenticated],
  [
    'one sentence in every field',
    'card-hollow',
    bom => {
      const text = 'This model should be used responsibly.'
      bom.components[0].modelCard.considerations = {
        users: [text],
        useCases: [text],
        technicalLimitations: [text],
        performanceTradeoffs: [text],
      }
    },
  ],
  ['an invisible text', 'value-hollow', bom => Object.assign(bom.components[0], {description: '\u200b \u2060'})],
  [
    'a commit in the future',
    'date-future',
    bom =>
      Object.assign(bom.components[0].pedigree, {commits: [{uid: '1', author: {timestamp: '2031-01-01T00:00:00Z'}}]}),
  ],
  [
    'a model that is its own origin',
    'reference-cycle',
    bom =>
      Object.assign(bom.components[0].pedigree.ancestors[0], {group: 'acme-ai', name: 'clause-7b', version: undefined}),
  ],
  ['a date in the future', 'date-future', bom => Object.assign(bom.metadata, {timestamp: '2031-01-01T00:00:00Z'})],
  [
    'a BOM older than its model',
    'bom-outdated',
    bom => Object.assign(bom.metadata, {timestamp: '2025-01-01T00:00:00Z'}),
  ],
  ['a filler', 'value-hollow', bom => Object.assign(bom.components[0], {description: 'TBD'})],
  ['a maker that is a filler', 'value-hollow', bom => Object.assign(bom.components[0], {supplier: {name: 'N/A'}})],
  [
    'a card of fillers',
    'card-hollow',
    bom =>
      Object.assign(bom.components[0].modelCard, {
        considerations: {
          useCases: ['N/A'],
          technicalLimitations: ['TBD'],
          users: ['Lorem ipsum dolor sit amet'],
          performanceTradeoffs: ['-'],
          ethicalConsiderations: [{name: 'none', mitigationStrategy: 'n/a'}],
        },
      }),
  ],
  [
    'a card of another model',
    'card-copied',
    bom => Object.assign(bom.components[0], {description: 'Mistral is a large language model for chat'}),
  ],
  [
    'one card for two models',
    'card-copied',
    bom => {
      const text =
        'It answers questions about contracts, in English and in German, and is not meant for anything else at all.'
      bom.components[0].description = text
      bom.components.push({
        ...bom.components[0],
        'bom-ref': 'twin',
        name: 'other',
        purl: undefined,
        components: undefined,
      })
    },
  ],
  ['a look-alike owner', 'look-alike', bom => Object.assign(bom.components[0], {group: 'meta-Ilama', purl: undefined})],
  ['sizes that differ', 'size-in-doubt', bom => Object.assign(bom.components[0].properties[0], {value: '70B'})],
  [
    'a known vulnerability',
    'vulnerability-open',
    bom =>
      Object.assign(bom, {
        vulnerabilities: [{id: 'CVE-2026-1', affects: [{ref: 'model'}], analysis: {state: 'exploitable'}}],
      }),
  ],
  [
    'an agent with a shell',
    'agent-wide',
    bom =>
      bom.components.push({
        type: 'application',
        'bom-ref': 'agent:a',
        name: 'planner',
        properties: [{name: 'allowed-tools', value: 'bash, browser'}],
      }),
  ],
  ['what the schema refuses', 'bom-not-valid', bom => Object.assign(bom.services[0], {'x-trust-boundary': 'yes'})],
  [
    'no maker',
    'maker-unknown',
    bom => {
      delete bom.components[0].supplier
      delete bom.metadata.component.supplier
    },
  ],
]

describe('review', () => {
  it('finds nothing in a BOM that answers everything', async () => {
    const {findings, verdict} = await reviewOf(vendorBom())
    expect(findings).toEqual([])
    expect(verdict.answer).toBe('as-stated')
    expect(verdict.reasons.map(({text}) => text)).toEqual([expect.stringContaining('nothing was compared')])
  })

  it.each(cases)('names %s', (_what, rule, change) => expectNamed(rule, change))

  it('calls a name with “latest” what it is', async () => {
    const bare = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      components: [{type: 'machine-learning-model', name: 'clause-7b', version: 'latest'}],
    }
    const {findings, verdict} = await reviewOf(bare)
    expect(findings.map(({name}) => name)).toEqual(['little-stated', 'not-pinned', 'bom-unattributed'])
    expect(verdict.answer).toBe('not-yet')
  })

  it('tells what several models lack as one finding, with each of them', async () => {
    const {findings, counts} = await reviewOf(
      vendorBom(bom => {
        for (const name of ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'])
          bom.components.push({type: 'machine-learning-model', 'bom-ref': name, name, manufacturer: {name: 'OpenAI'}})
      }),
    )
    expect(findings.map(({name, severity, times, items}) => [name, severity, times, items?.length])).toEqual([
      ['version-missing', 'low', 3, 3],
      ['licence-missing', 'low', 3, 3],
    ])
    expect(findings[0]?.message).toContain('and the same of gpt-5-mini, gpt-5-nano')
    expect(counts.low).toBe(2)
  })

  it.each([
    [
      'a hosted model with terms',
      bom => bom.components.push({...hosted, licenses: [{license: {name: 'OpenAI terms of use'}}]}),
    ],
    ['a release beside the commit', bom => Object.assign(bom.components[0], {version: '1.0'})],
    [
      'a family told in general words',
      bom => Object.assign(bom.components[0].modelCard.modelParameters, {architectureFamily: 'transformer'}),
    ],
    ['a BOM of the day before its model', bom => Object.assign(bom.metadata, {timestamp: '2026-04-19T10:00:00Z'})],
    ['a base of another size', bom => Object.assign(bom.components[0].pedigree.ancestors[0], {name: 'base-13b'})],
    [
      'a copy of a file under another name',
      bom =>
        bom.components[0].components.push({
          ...bom.components[0].components[0],
          'bom-ref': 'copy',
          name: 'copy.safetensors',
        }),
    ],
    [
      'the base as a component too',
      bom => bom.components.push({...bom.components[0].pedigree.ancestors[0], 'bom-ref': 'base'}),
    ],
    ['a local service', bom => Object.assign(bom.services[0], {endpoints: ['http://localhost:8000']})],
  ] as const satisfies readonly (readonly [string, (bom: Editable) => unknown])[])(
    'finds nothing in %s',
    async (_what, change) => {
      expect((await reviewOf(vendorBom(bom => void change(bom)))).findings).toEqual([])
    },
  )

  it('does not take one of several models for what the BOM is of', async () => {
    const bom = vendorBom(each => {
      delete each.metadata.component
      each.dependencies.shift()
      each.components.push({
        ...each.components[0],
        'bom-ref': 'other',
        name: 'other-7b',
        purl: undefined,
        components: undefined,
      })
    })
    expect((await reviewOf(bom)).subject.what).toContain('does not say what it describes')
  })

  it('says no where the license forbids the purpose, and not where it is research', async () => {
    const bom = vendorBom(each => Object.assign(each.components[0], {licenses: [{license: {id: 'CC-BY-NC-4.0'}}]}))
    expect((await reviewOf(bom, {purpose: 'a product for customers'})).verdict).toMatchObject({
      answer: 'no',
      headline: expect.stringContaining('a product for customers'),
    })
    expect((await reviewOf(bom, {purpose: 'academic research'})).verdict.answer).toBe('as-stated')
  })

  it('says where each statement is, with its line', async () => {
    const {findings, evidence} = await reviewOf(
      vendorBom(bom => Object.assign(bom.components[0], {description: 'TBD'})),
    )
    expect(evidence[findings[0]?.evidence[0] ?? -1]).toEqual({
      source: 'bom',
      place: '/components/0/description',
      line: expect.any(Number),
      value: 'TBD',
    })
  })

  it('shows a file that differs as a contradiction', async () => {
    const {findings, files} = await reviewOf(vendorBom(), {
      files: [{subject: 'file', status: 'contradicted', message: 'model.safetensors differs'}],
    })
    expect(findings[0]).toMatchObject({name: 'digest-differs', contradicts: true})
    expect(files[0]?.status).toBe('contradicted')
  })

  it('is the same whatever it is given twice, and never throws, whatever is in the fields', () =>
    fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), fc.json(), async (a, b, c) => {
        const [x, y, z]: unknown[] = [a, b, c].map(text => JSON.parse(text))
        const bom = vendorBom(each => {
          Object.assign(each.components[0], {modelCard: x, licenses: y, properties: z, pedigree: {ancestors: x}})
          Object.assign(each, {services: y, compositions: z, metadata: {...each.metadata, tools: x}})
        })
        expect(await reviewOf(bom)).toEqual(await reviewOf(bom))
      }),
      {numRuns: 30},
    ))
})

describe('the rules of a review', () => {
  it('stand in docs/review-findings.md, in the order of their ids', () => {
    const rows = readFileSync(join(projectRoot, 'docs/review-findings.md'), 'utf8')
      .split('\n')
      .filter(line => line.startsWith('| `AIB'))
    expect(rows).toEqual(
      reviewRules.map(
        ({id, name, severity, title, why, fix}) => `| \`${id}\` ${name} | ${severity} | ${title} | ${why} | ${fix} |`,
      ),
    )
    const ids = reviewRules.map(({id}) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
  })
})

describe('words that say nothing', () => {
  it.each([
    'N/A',
    'tbd',
    'Lorem ipsum dolor sit amet, consectetur',
    '[More Information Needed]',
    '-',
    'to be determined',
    '<your description here>',
    'TODO',
    'folgt in Kürze.',
    'À compléter',
    '未定',
    '待补充',
    '추후 제공',
    'не указано',
    'غير متوفر',
    '“not yet done”',
    'Contact us for details',
    'asdfasdf',
    '———',
    'Copyright [year] [name of copyright owner]',
  ])('%s', text => {
    expect(isHollow(text)).toBe(true)
  })

  it.each([
    'text',
    'English only',
    'A model for contracts',
    '0.91',
    'MIT',
    'Lorem Bank AG',
    'nothing that is personal',
    'confidential',
    'internal',
    '無線',
    'Folgt man dem Plan',
    'aaab',
  ])('%s is none', text => {
    expect(isHollow(text)).toBe(false)
  })
})

describe('names that imitate', () => {
  it.each([
    ['meta-Ilama', 'meta-llama'],
    ['0penai', 'openai'],
    ['googIe', 'google'],
    ['mistral-ai', 'mistralai'],
    ['stabiltyai', 'stabilityai'],
    ['mіcrosoft', 'microsoft'],
    ['openai-official', 'openai'],
    ['ai-mistral', 'mistralai'],
    ['acme-ai', undefined],
    ['openbase', undefined],
    ['Qwen', undefined],
    ['META-LLAMA', undefined],
  ])('%s', (name, imitated) => {
    expect(imitatedBy(name)?.toLowerCase()).toBe(imitated)
  })
})

describe('termsOf', () => {
  it.each([
    ['MIT', 'yes'],
    ['cc-by-nc-4.0', 'no'],
    ['MIT OR CC-BY-NC-4.0', 'yes'],
    ['MIT AND CC-BY-NC-4.0', 'no'],
    ['llama3.1', 'conditions'],
    ['other', 'unclear'],
    ['Acme Non-Commercial License', 'no'],
    ['LicenseRef-gemma', 'conditions'],
  ])('%s: %s', (text, commercial) => {
    expect(termsOf(text).commercial).toBe(commercial)
  })
})

describe('sizes', () => {
  it.each([
    ['7B', 7_240_000_000, true],
    ['7B', 8_030_000_000, false],
    ['8.03B', 8_030_261_248, true],
    ['350M', 354_000_000, true],
    ['1,234,567', 1_234_567, true],
  ])('%s and %d: %s', (text, count, same) => {
    const stated = parseSize(text)
    expect(stated !== undefined && agree(stated, {count, slack: 0})).toBe(same)
  })

  it('reads the size in a name, and none where experts are multiplied', () => {
    expect(sizeInName('llama-3-8b-instruct')?.count).toBe(8e9)
    expect(sizeInName('mixtral-8x7b')).toBeUndefined()
    expect(sizeInName('bge-m3')).toBeUndefined()
  })
})

describe.skipIf(!hasShared)('the BOMs of vendors', () => {
  const folder = sharedPath('fixtures/boms')
  const read = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8')

  it('finds nothing in the complete one', async () => {
    expect((await reviewOf(read('vendor/vendor-a-complete.json'))).findings).toEqual([])
  })

  it.each([
    ['vendor-b-bare', ['bom-unattributed', 'little-stated', 'not-pinned']],
    ['vendor-c-unpinned', ['not-pinned']],
    ['vendor-d-no-weight-hashes', ['complete-claimed', 'weights-without-digest']],
    ['vendor-e-pickle-and-remote-code', ['code-in-model', 'format-runs-code']],
    ['vendor-f-licence-conflict', ['licence-conflict', 'licence-no-commerce', 'licence-unclear']],
    ['vendor-g-cleartext-service', ['service-bare-address', 'service-cleartext', 'service-open', 'service-sensitive']],
    ['broken-citation-pointer-1.7', ['bom-not-valid', 'reference-dangling']],
    ['broken-dangling-ref', ['reference-dangling']],
    ['broken-duplicate-bom-ref', ['reference-doubled']],
    ['broken-hash-length', ['digest-length']],
    ['broken-modelparameters-properties', ['bom-not-valid']],
    ['broken-trust-boundary-type', ['bom-not-valid']],
  ])('names what is wrong with %s, and nothing else', async (file, names) => {
    const {findings} = await reviewOf(read(`vendor/${file}.json`))
    expect([...new Set(findings.map(({name}) => name))].sort()).toEqual(names)
  })

  it.each(readdirSync(hasShared ? `${folder}/real` : '.'))('says something of %s', async file => {
    const {findings, subject, verdict} = await reviewOf(read(`real/${file}`))
    expect(findings.length).toBeGreaterThan(0)
    expect(subject.what.length).toBeGreaterThan(20)
    expect(verdict.answer).toBe('not-yet')
  })
})
