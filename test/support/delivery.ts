import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {noProgress} from '../../src/pipeline/progress.ts'
import {reviewTarget} from '../../src/pipeline/review/review.ts'
import type {ReviewResult} from '../../src/review/review-result.generated.ts'
import {temporaryFolder} from './run.ts'
import {type Editable, vendorBom} from './vendor-bom.ts'
import {safetensors} from './weights.ts'

type Content = string | Uint8Array

/** What a vendor delivers: files by their paths, and a BOM that lists them truly. */
export interface Delivery {
  readonly files: Map<string, Content>
  readonly bom: Editable
  /** sets the content of a JSON file, or a part of it */
  settings(path: string, more: object): void
}

const width = 8
const words = 16
const tensors = {
  'model.embed_tokens.weight': [words, width],
  'model.layers.0.mlp.up_proj.weight': [width, width],
  'model.layers.1.mlp.up_proj.weight': [width, width],
}
const config = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_size: width,
  num_hidden_layers: 2,
  vocab_size: words,
  torch_dtype: 'float32',
  rope_theta: 10_000,
}
const readme = `---
license: apache-2.0
base_model: openbase/base-7b
datasets: [clauses]
pipeline_tag: text-generation
---
# Clause

Sorts clauses of contracts.
`

/** A delivery with nothing against it, but for what is changed before its digests are taken. */
export function deliveryOf(change: (delivery: Delivery) => unknown = () => undefined): Delivery {
  const files = new Map<string, Content>([
    ['model.safetensors', weights()],
    ['config.json', JSON.stringify(config)],
    ['tokenizer.json', JSON.stringify({model: {type: 'BPE', vocab: {a: 0, b: words - 1}}})],
    ['README.md', readme],
  ])
  const bom = vendorBom(each => {
    const [model] = each.components
    Object.assign(model, {name: 'clause', purl: undefined, description: 'Sorts clauses of contracts', properties: []})
    model.modelCard.considerations.useCases = ['sorting clauses']
  })
  const delivery: Delivery = {
    files,
    bom,
    settings: (path, more) => {
      const before = JSON.parse(String(files.get(path) ?? '{}'))
      files.set(path, JSON.stringify({...before, ...more}))
    },
  }
  const listed = [...files.keys()]
  change(delivery)
  const paths = new Set([...listed, ...files.keys()])
  bom.components[0].components = [...paths].flatMap(path => {
    const content = files.get(path)
    const hashes =
      content === undefined ? [] : [{alg: 'SHA-256', content: createHash('sha256').update(content).digest('hex')}]
    return bom.unlisted?.includes(path) ? [] : [{type: 'file', 'bom-ref': `file:${path}`, name: path, hashes}]
  })
  delete bom.unlisted
  return delivery
}

function weights(): Uint8Array {
  let end = 0
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, shape]) => {
      const begin = end
      end += shape.reduce((product, size) => product * size, 4)
      return [name, {dtype: 'F32', shape, data_offsets: [begin, end]}]
    }),
  )
  return safetensors(header, end)
}

/** The review of a delivery, offline, on 28 November 2026. */
export function reviewDelivery({files, bom}: Delivery): Promise<ReviewResult> {
  const delivered = [...files].map(([path, content]) => [`delivery/${path}`, content] as const)
  return reviewFiles([...delivered, ['bom.json', JSON.stringify(bom)]], 'bom.json', 'delivery')
}

/** The same of a file or folder among these. */
export function reviewFiles(
  files: readonly (readonly [path: string, content: Content])[],
  target: string,
  artifacts?: string,
): Promise<ReviewResult> {
  const cwd = temporaryFolder()
  for (const [path, content] of files) {
    mkdirSync(dirname(join(cwd, path)), {recursive: true})
    writeFileSync(join(cwd, path), content)
  }
  return reviewTarget({
    ...{cwd, target, artifacts, profiles: [], exclude: [], env: {}},
    ...{online: false, offline: true, refresh: false, deadline: 10, toolVersion: '0.0.0'},
    ...{purpose: undefined, declarations: undefined, policy: undefined, answers: undefined, compare: undefined},
    cacheFolder: undefined,
    now: () => Date.UTC(2026, 10, 28),
    signal: new AbortController().signal,
    progress: noProgress,
  })
}

/** `rule: message` of each finding, those that are told together one by one. */
export function toldIn({findings}: ReviewResult): string[] {
  return findings.flatMap(({name, message, items}) => (items ?? [{message}]).map(item => `${name}: ${item.message}`))
}
