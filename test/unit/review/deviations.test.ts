import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {type Deviation, expectNamed} from '../../support/deviations.ts'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

const commit = '9213176726f574b556790deb65791e0c5aa438b6'
const library = (more: object): object => ({
  type: 'library',
  'bom-ref': 'lib',
  name: 'transformers',
  version: '4.57.1',
  ...more,
})
const add = (component: object): ((bom: Editable) => unknown) => {
  return bom => bom.components.push(component)
}
const model = (more: object): ((bom: Editable) => unknown) => {
  return bom => Object.assign(bom.components[0], more)
}
const vulnerable = (more: object): ((bom: Editable) => unknown) => {
  return bom => Object.assign(bom, {vulnerabilities: [{id: 'CVE-2026-1234', affects: [{ref: 'model'}], ...more}]})
}

const names: readonly Deviation[] = [
  [
    'a package that is almost another',
    'look-alike',
    add(library({name: 'transfomers', purl: 'pkg:pypi/transfomers@4.57.1'})),
  ],
  [
    'a package with two letters the other way round',
    'look-alike',
    add(library({name: 'numpy', purl: 'pkg:pypi/nupmy@2.0.0'})),
  ],
  [
    'a scope that is almost another',
    'look-alike',
    add(library({name: 'core', purl: 'pkg:npm/%40langchian/core@1.0.0'})),
  ],
  ['a maker in other letters', 'look-alike', model({supplier: {name: 'Μicrosoft'}})],
  ['a maker with digits for letters', 'look-alike', model({supplier: {name: 'Micros0ft'}})],
  [
    'letters of two scripts in a name',
    'look-alike',
    bom => Object.assign(bom.components[0].pedigree.ancestors[0], {name: 'Llаma-3-8B'}),
  ],
  ['a name that turns the direction of reading', 'look-alike', model({name: 'clause\u202eb7-', purl: undefined})],
  [
    'a service of another host',
    'look-alike',
    bom => Object.assign(bom.services[0], {endpoints: ['https://api.openal.com/v1']}),
  ],
  ['an owner of data', 'look-alike', bom => Object.assign(bom.components[1], {name: 'HuggingFaceFVV/fineweb'})],
]

const identifiers: readonly Deviation[] = [
  [
    'the beginning of a commit',
    'not-pinned',
    model({version: '9213176', purl: 'pkg:huggingface/acme-ai/clause-7b@9213176'}),
  ],
  [
    'a library whose version moves',
    'not-pinned',
    add(library({version: 'latest', hashes: [{alg: 'SHA-256', content: 'f1'.repeat(32)}]})),
  ],
  ['a library whose version is a range', 'not-pinned', add(library({version: '>=4.0'}))],
  ['a library without a version', 'version-missing', add(library({version: undefined, purl: 'pkg:pypi/transformers'}))],
  ['a base model without a version', 'version-missing', bom => delete bom.components[0].pedigree.ancestors[0].version],
  ['a purl type that is almost one', 'purl-wrong', add(library({purl: 'pkg:pypy/transformers@4.57.1'}))],
  ['a commit where a registry has releases', 'purl-wrong', model({purl: `pkg:pypi/clause-7b@${commit}`})],
  [
    'half a digest of an image',
    'purl-wrong',
    add({type: 'container', name: 'vllm', purl: 'pkg:oci/vllm@sha256:abc123'}),
  ],
  ['the purl of another owner', 'purl-wrong', model({purl: `pkg:huggingface/evil-corp/clause-7b@${commit}`})],
  ['a CPE that is none', 'purl-wrong', add(library({cpe: 'transformers-4.57'}))],
  ['a SWHID that is none', 'purl-wrong', model({swhid: ['swh:1:rev:1234']})],
  ['a SWHID of another commit', 'purl-wrong', model({swhid: [`swh:1:rev:${'1'.repeat(40)}`]})],
  [
    'a BOM-Link that is none',
    'reference-dangling',
    model({externalReferences: [{type: 'bom', url: 'urn:cdx:nothing/1'}]}),
  ],
  [
    'a library that depends on itself',
    'reference-cycle',
    bom => bom.dependencies.push({ref: 'file', dependsOn: ['file']}),
  ],
  [
    'two entries of one component',
    'reference-doubled',
    bom => bom.dependencies.push({ref: 'model', dependsOn: ['service']}),
  ],
]

const digests: readonly Deviation[] = [
  [
    'the digest of “TODO”',
    'digest-hollow',
    bom =>
      Object.assign(bom.components[0].components[0].hashes[0], {
        content: createHash('sha256').update('TODO').digest('hex'),
      }),
  ],
  [
    'one package of PyPI in two spellings',
    'digest-conflict',
    bom => {
      for (const [name, digit] of [
        ['torch_geometric', '1'],
        ['Torch-Geometric', '2'],
      ] as const)
        bom.components.push({
          type: 'library',
          'bom-ref': name,
          name,
          version: '2.0.0',
          purl: `pkg:pypi/${name}@2.0.0`,
          hashes: [{alg: 'SHA-256', content: `${digit}0f`.repeat(21) + digit}],
        })
    },
  ],
  [
    'a word over and over',
    'digest-hollow',
    bom => Object.assign(bom.components[0].components[0].hashes[0], {content: 'deadbeef'.repeat(8)}),
  ],
  [
    'a commit filled up with zeros',
    'digest-hollow',
    bom => Object.assign(bom.components[0].components[0].hashes[0], {content: commit + '0'.repeat(24)}),
  ],
  [
    'the digest of “test”',
    'digest-hollow',
    bom =>
      Object.assign(bom.components[0].components[0].hashes[0], {
        content: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      }),
  ],
  [
    'two parts with one digest',
    'digest-conflict',
    bom => {
      const [file] = bom.components[0].components
      bom.components[0].components = [1, 2].map(part => ({
        ...file,
        'bom-ref': `part-${part}`,
        name: `model-0000${part}-of-00002.safetensors`,
      }))
    },
  ],
  [
    'one purl with two digests',
    'digest-conflict',
    bom => {
      for (const digit of ['1', '2'])
        bom.components.push(
          library({
            'bom-ref': digit,
            purl: 'pkg:pypi/transformers@4.57.1',
            hashes: [{alg: 'SHA-256', content: `${digit}a`.repeat(32)}],
          }),
        )
    },
  ],
  [
    'one package of PyPI in two spellings, with two digests',
    'digest-conflict',
    bom => {
      for (const name of ['ruamel.yaml', 'Ruamel_YAML'])
        bom.components.push(
          library({
            'bom-ref': name,
            name,
            purl: `pkg:pypi/${name}@0.18.6`,
            hashes: [{alg: 'SHA-256', content: Buffer.from(name.padEnd(32, '7').slice(0, 32)).toString('hex')}],
          }),
        )
    },
  ],
]

const times: readonly Deviation[] = [
  ['a BOM of 1970', 'date-impossible', bom => Object.assign(bom.metadata, {timestamp: '1970-01-01T00:00:00Z'})],
  ['a model of 1999', 'date-impossible', model({releaseNotes: {type: 'major', timestamp: '1999-01-01T00:00:00Z'}})],
  [
    'a base that is younger',
    'date-impossible',
    bom =>
      Object.assign(bom.components[0].pedigree.ancestors[0], {
        releaseNotes: {type: 'major', timestamp: '2026-04-29T00:00:00Z'},
      }),
  ],
  [
    'a note of the future',
    'date-future',
    bom =>
      Object.assign(bom, {
        annotations: [
          {
            subjects: ['data'],
            annotator: {organization: {name: 'Acme'}},
            timestamp: '2033-01-01T00:00:00Z',
            text: 'reviewed',
          },
        ],
      }),
  ],
  ['data of the future', 'date-future', bom => Object.assign(bom.components[1], {version: '2031.11'})],
  ['no date', 'bom-unattributed', bom => delete bom.metadata.timestamp],
  [
    'nobody who made it',
    'bom-unattributed',
    bom => Object.assign(bom.metadata, {tools: undefined, authors: undefined}),
  ],
  [
    'the phase of the design',
    'lifecycle-in-doubt',
    bom => Object.assign(bom.metadata, {lifecycles: [{phase: 'design'}]}),
  ],
  [
    'the end of its life',
    'lifecycle-in-doubt',
    bom => Object.assign(bom.metadata, {lifecycles: [{phase: 'decommission'}]}),
  ],
]

const vulnerabilities: readonly Deviation[] = [
  [
    'one vulnerability in two states',
    'vulnerability-unproven',
    bom =>
      Object.assign(bom, {
        vulnerabilities: ['false_positive', 'resolved'].map(state => ({
          id: 'CVE-2026-1234',
          affects: [{ref: 'model'}],
          analysis: {state, detail: 'looked at'},
        })),
      }),
  ],
  [
    'a reason that is a placeholder',
    'vulnerability-unproven',
    vulnerable({analysis: {state: 'not_affected', detail: 'TBD'}}),
  ],
  [
    'an update before there was anything',
    'date-impossible',
    vulnerable({analysis: {state: 'resolved'}, published: '2026-03-01T00:00:00Z', updated: '2025-01-01T00:00:00Z'}),
  ],
  ['“not affected” without a reason', 'vulnerability-unproven', vulnerable({analysis: {state: 'not_affected'}})],
  [
    'an id that is none',
    'vulnerability-unproven',
    vulnerable({id: 'CVE-XXXX-YYYY', analysis: {state: 'not_affected', justification: 'code_not_present'}}),
  ],
  [
    'a low severity with a high score',
    'vulnerability-unproven',
    vulnerable({ratings: [{severity: 'low', score: 9.8, method: 'CVSSv31'}], analysis: {state: 'resolved'}}),
  ],
  [
    'what is resolved and affected',
    'vulnerability-open',
    vulnerable({
      analysis: {state: 'resolved'},
      affects: [{ref: 'model', versions: [{version: commit, status: 'affected'}]}],
    }),
  ],
]

describe('review of a document with one deviation', () => {
  it.each([...names, ...identifiers, ...digests, ...times, ...vulnerabilities])('names %s', (_what, rule, change) =>
    expectNamed(rule, change),
  )

  it('spells what a reader cannot see', async () => {
    const {findings} = await reviewOf(vendorBom(model({supplier: {name: 'Μicrosoft'}})))
    expect(findings[0]?.message).toBe('“\\u{39c}icrosoft” looks like “microsoft”, but is not')
  })

  it.each<readonly [string, (bom: Editable) => unknown]>([
    [
      'a package of its own name',
      add(library({name: 'lightning', version: '2.5.0', purl: 'pkg:pypi/lightning@2.5.0'})),
    ],
    ['a name wholly in another script', model({supplier: {name: 'Яндекс'}})],
    [
      'a maker in words',
      bom => Object.assign(bom.components[0].pedigree.ancestors[0], {supplier: {name: 'Stability AI'}}),
    ],
    ['a Greek letter before a word', model({description: 'a μTransfer of α-GAN'})],
    ['a purl type of a tool', add(library({purl: 'pkg:ollama/transformers@4.57.1'}))],
    [
      'a vulnerability that is settled',
      vulnerable({analysis: {state: 'not_affected', justification: 'code_not_present'}}),
    ],
    [
      'parts with a digest each',
      bom =>
        bom.components[0].components.push({
          type: 'file',
          name: 'b.safetensors',
          hashes: [{alg: 'SHA-256', content: 'b'.repeat(64)}],
        }),
    ],
  ])('finds nothing in %s', async (_what, change) => {
    expect((await reviewOf(vendorBom(change))).findings).toEqual([])
  })
})
