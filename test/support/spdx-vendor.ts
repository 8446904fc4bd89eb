import type {Editable} from './vendor-bom.ts'

const commit = '9213176726f574b556790deb65791e0c5aa438b6'
const creationInfo = '_:creation'
const base = 'urn:uuid:0b1c7b52-6e0a-4c6e-9d8a-3f6a55c1a7e1#'

/** Elements of the document by a short name, for tests to change. */
export interface SpdxVendor {
  readonly graph: Editable[]
  at(id: string): Editable
  add(type: string, id: string, more: object): void
  relate(from: string, relationshipType: string, to: readonly string[], more?: object): void
  drop(id: string): void
  /** the id of an element in the document */
  iri(id: string): string
}

/** A vendor's SPDX 3.0.1 document with the AI and Dataset profiles, as a person would write it, that answers everything. */
export function spdxVendor(change: (spdx: SpdxVendor) => unknown = () => undefined): Editable {
  const graph: Editable[] = []
  const iri = (id: string): string => (/^(?:https?:|urn:|_:)/.test(id) ? id : `${base}${id}`)
  const add = (type: string, id: string, more: object): void => {
    graph.push({type, spdxId: iri(id), creationInfo, ...more})
  }
  const relate: SpdxVendor['relate'] = (from, relationshipType, to, more = {}) =>
    add('Relationship', `relationship-${graph.length}`, {from: iri(from), relationshipType, to: to.map(iri), ...more})
  graph.push({
    type: 'CreationInfo',
    '@id': creationInfo,
    specVersion: '3.0.1',
    created: '2026-05-01T10:00:00Z',
    createdBy: [iri('desk')],
    createdUsing: [iri('tool')],
  })
  add('SpdxDocument', 'document', {
    profileConformance: ['core', 'software', 'simpleLicensing', 'ai', 'dataset'],
    rootElement: [iri('sbom')],
  })
  add('software_Sbom', 'sbom', {software_sbomType: ['build'], rootElement: [iri('product')]})
  add('Person', 'desk', {name: 'Jo of the supply desk'})
  add('Organization', 'acme', {name: 'Acme'})
  add('Tool', 'tool', {name: 'maker 1.0'})
  add('software_Package', 'product', {
    name: 'assistant',
    software_packageVersion: '3.4',
    software_primaryPurpose: 'application',
    suppliedBy: iri('acme'),
  })
  add('ai_AIPackage', 'model', {
    name: 'acme-ai/clause-7b',
    description: '7B decoder tuned for contract clauses',
    software_packageVersion: commit,
    software_packageUrl: `pkg:huggingface/acme-ai/clause-7b@${commit}`,
    software_downloadLocation: `https://huggingface.co/acme-ai/clause-7b/tree/${commit}`,
    software_primaryPurpose: 'model',
    suppliedBy: iri('acme'),
    releaseTime: '2026-04-20T00:00:00Z',
    ai_domain: ['text-generation'],
    ai_typeOfModel: ['llama', 'LlamaForCausalLM'],
    ai_informationAboutTraining: 'Fine-tuned for three epochs on contract clauses',
    ai_informationAboutApplication: 'clause classification',
    ai_limitation: 'English and German only',
    ai_hyperparameter: [
      {type: 'DictionaryEntry', key: 'parameter count', value: '7B'},
      {type: 'DictionaryEntry', key: 'context_length', value: '8192'},
    ],
    ai_metric: [{type: 'DictionaryEntry', key: 'accuracy on ledgar', value: '0.91'}],
    ai_safetyRiskAssessment: 'low',
    ai_useSensitivePersonalInformation: 'no',
  })
  add('software_File', 'weights', {
    name: 'model.safetensors',
    verifiedUsing: [{type: 'Hash', algorithm: 'sha256', hashValue: 'a'.repeat(64)}],
  })
  add('ai_AIPackage', 'base', {
    name: 'openbase/base-7b',
    software_packageVersion: commit,
    software_downloadLocation: 'https://huggingface.co/openbase/base-7b',
    software_primaryPurpose: 'model',
    suppliedBy: iri('acme'),
    releaseTime: '2025-01-10T00:00:00Z',
  })
  add('dataset_DatasetPackage', 'data', {
    name: 'clauses',
    software_packageVersion: '2025.11',
    software_downloadLocation: 'https://data.acme.example/clauses',
    software_primaryPurpose: 'data',
    originatedBy: [iri('acme')],
    builtTime: '2025-10-01T00:00:00Z',
    releaseTime: '2025-11-02T00:00:00Z',
    dataset_datasetType: ['text'],
    dataset_intendedUse: 'tuning of classifiers for clauses',
    dataset_hasSensitivePersonalInformation: 'no',
    dataset_confidentialityLevel: 'clear',
  })
  add('simplelicensing_LicenseExpression', 'apache', {simplelicensing_licenseExpression: 'Apache-2.0'})
  add('simplelicensing_LicenseExpression', 'mit', {simplelicensing_licenseExpression: 'MIT'})
  add('simplelicensing_LicenseExpression', 'by', {simplelicensing_licenseExpression: 'CC-BY-4.0'})
  for (const [of, licence] of [
    ['product', 'apache'],
    ['model', 'apache'],
    ['base', 'mit'],
    ['data', 'by'],
  ] as const)
    for (const relation of ['hasDeclaredLicense', 'hasConcludedLicense']) relate(of, relation, [licence])
  relate('product', 'contains', ['model'], {completeness: 'complete'})
  relate('model', 'contains', ['weights'], {completeness: 'complete'})
  relate('model', 'trainedOn', ['data'])
  relate('model', 'descendantOf', ['base'])
  const at = (id: string): Editable => graph.find(({spdxId}) => spdxId === iri(id))
  change({
    graph,
    add,
    relate,
    iri,
    at,
    drop: id => graph.splice(graph.indexOf(at(id)), 1),
  })
  return {'@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph}
}
