const commit = '9213176726f574b556790deb65791e0c5aa438b6'

/** A document as tests change it. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into it by hand
export type Editable = any

/** A vendor's BOM that answers what a buyer asks: one product, one model with its files, data, base and service. */
export function vendorBom(change: (bom: Editable) => void = () => undefined): Editable {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: '2026-05-01T10:00:00Z',
      tools: {components: [{type: 'application', name: 'maker', version: '1'}]},
      authors: [{name: 'Acme supply desk'}],
      component: {
        type: 'application',
        'bom-ref': 'product',
        name: 'assistant',
        version: '3.4',
        supplier: {name: 'Acme'},
      },
    },
    components: [
      {
        type: 'machine-learning-model',
        'bom-ref': 'model',
        group: 'acme-ai',
        name: 'clause-7b',
        version: commit,
        purl: `pkg:huggingface/acme-ai/clause-7b@${commit}`,
        description: '7B decoder tuned for contract clauses',
        supplier: {name: 'Acme'},
        licenses: [{license: {id: 'Apache-2.0'}}],
        releaseNotes: {type: 'major', timestamp: '2026-04-20T00:00:00Z'},
        pedigree: {
          ancestors: [
            {
              type: 'machine-learning-model',
              group: 'openbase',
              name: 'base-7b',
              version: commit,
              licenses: [{license: {id: 'MIT'}}],
            },
          ],
        },
        modelCard: {
          modelParameters: {
            task: 'text-generation',
            architectureFamily: 'llama',
            modelArchitecture: 'LlamaForCausalLM',
            datasets: [{ref: 'data'}],
          },
          quantitativeAnalysis: {performanceMetrics: [{type: 'accuracy', value: '0.91', slice: 'ledgar'}]},
          considerations: {useCases: ['clause classification'], technicalLimitations: ['English and German only']},
        },
        components: [
          {
            type: 'file',
            'bom-ref': 'file',
            name: 'model.safetensors',
            hashes: [{alg: 'SHA-256', content: 'a'.repeat(64)}],
          },
        ],
        properties: [{name: 'cdx:ai-ml:model:parameter:count', value: '7B'}],
      },
      {
        type: 'data',
        'bom-ref': 'data',
        name: 'clauses',
        version: '2025.11',
        licenses: [{license: {id: 'CC-BY-4.0'}}],
        data: [{type: 'dataset', name: 'clauses'}],
      },
    ],
    services: [
      {
        'bom-ref': 'service',
        name: 'rerank',
        provider: {name: 'Acme'},
        endpoints: ['https://api.acme.example/v1'],
        authenticated: true,
        data: [{flow: 'outbound', classification: 'confidential'}],
      },
    ],
    dependencies: [
      {ref: 'product', dependsOn: ['model', 'service']},
      {ref: 'model', dependsOn: ['data']},
    ],
    compositions: [{aggregate: 'complete', assemblies: ['model']}],
  }
  change(bom)
  return bom
}
