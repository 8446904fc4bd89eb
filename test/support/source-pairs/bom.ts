import {type Edit, edited, type Files, same} from './pair.ts'

const model = {
  type: 'machine-learning-model',
  'bom-ref': 'm',
  group: 'acme',
  name: 'chat',
  version: '1f'.repeat(20),
  purl: `pkg:huggingface/acme/chat@${'1f'.repeat(20)}`,
  licenses: [{license: {id: 'Apache-2.0'}}],
  hashes: [{alg: 'SHA-256', content: 'a1'.repeat(32)}],
}
const library = {
  type: 'library',
  'bom-ref': 'l',
  name: 'openai',
  version: '1.2.0',
  purl: 'pkg:pypi/openai@1.2.0',
  hashes: [{alg: 'SHA-256', content: 'c3'.repeat(32)}],
}
const data = {type: 'data', 'bom-ref': 'd', group: 'acme', name: 'talks', data: [{type: 'dataset', name: 'talks'}]}
const service = {'bom-ref': 's', name: 'openai', endpoints: ['https://llm.acme.example/v1']}

function bom(components: readonly object[], services: readonly object[] = [service], specVersion = '1.6'): Files {
  return {'bom.json': JSON.stringify({bomFormat: 'CycloneDX', specVersion, version: 1, components, services}, null, 2)}
}
const whole = bom([model, library, data])
const change = (name: string, edits: readonly Edit[], ...expected: string[]) => edited(name, whole, edits, expected)

/** Pairs of documents of another tool. */
export const bomPairs = [
  change('BOM: the digest of a model', [['a1a1', 'b2b2']], 'content-changed acme/chat'),
  change(
    'BOM: the commit of a model',
    [
      [`"${'1f'.repeat(20)}"`, `"${'2e'.repeat(20)}"`],
      [`@${'1f'.repeat(20)}`, `@${'2e'.repeat(20)}`],
    ],
    'revision-moved acme/chat',
  ),
  ...[undefined, '1.0'].map(version =>
    edited(
      `BOM: the commit of a model in its purl alone, ${version === undefined ? 'without' : 'beside'} a version`,
      bom([{...model, hashes: undefined, version}]),
      [[`@${'1f'.repeat(20)}`, `@${'2e'.repeat(20)}`]],
      ['revision-moved acme/chat'],
    ),
  ),
  change('BOM: the license of a model', [['Apache-2.0', 'CC-BY-NC-4.0']], 'license-changed acme/chat'),
  change('BOM: the digest of a package', [['c3c3', 'd4d4']], 'integrity-changed openai'),
  change(
    'BOM: an older package',
    [
      ['"1.2.0"', '"1.1.0"'],
      ['@1.2.0', '@1.1.0'],
    ],
    'version-down openai',
  ),
  change('BOM: the address of a service', [['acme.example', 'globex.example']], 'endpoint-changed openai'),
  same('BOM: components in another order', whole, bom([data, library, model])),
  same('BOM: another version of the format', whole, bom([model, library, data], [service], '1.5')),
  same('BOM: other references', whole, {
    'bom.json': (whole['bom.json'] ?? '').replace('"m"', '"model"').replace('"l"', '"library"'),
  }),
]
