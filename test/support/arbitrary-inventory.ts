import fc from 'fast-check'
import type {Asset, Relationship} from '../../src/inventory/asset.ts'
import type {Digest, Evidence} from '../../src/inventory/evidence.ts'
import {gapCodes} from '../../src/inventory/gap-code.generated.ts'
import {keyOf, subjectKey} from '../../src/inventory/identity.ts'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {normalForm} from './rich-inventory.ts'

/** Any Unicode text with at least one sign. */
export const texts = fc.string({unit: 'binary', minLength: 1, maxLength: 12})
const words = fc.constantFrom('alpha', 'beta/gamma', '@scope/name', 'a b', 'x;y=z', '50%', 'ü')
const flag = fc.boolean()
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, {minLength: 1, maxLength: 3})
const optional = <T extends object>(model: {[K in keyof T]: fc.Arbitrary<T[K]>}) => fc.record(model, {requiredKeys: []})

const evidence: fc.Arbitrary<Evidence> = fc.record(
  {
    detector: fc.constantFrom('code/transformers', 'npm/package-lock'),
    technique: fc.constantFrom('syntax', 'manifest', 'binary', 'file-name', 'registry'),
    path: fc.oneof(words, texts),
    line: fc.integer({min: 1, max: 99_999}),
    symbol: texts,
    cell: fc.nat(50),
    level: fc.constantFrom('used', 'configured', 'mentioned'),
    scope: fc.constantFrom('product', 'test', 'example', 'docs', 'vendored'),
    confidence: fc.constantFrom(0, 0.1, 0.95, 1),
  },
  {requiredKeys: ['detector', 'technique', 'path', 'level', 'scope', 'confidence']},
)
const lengths = {md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128, blake2b: 128, blake3: 64} as const
const digest: fc.Arbitrary<Digest> = fc
  .record({
    alg: fc.constantFrom(...(Object.keys(lengths) as (keyof typeof lengths)[])),
    sign: fc.constantFrom('0', 'a', 'f'),
    of: fc.constantFrom('content', 'git-blob', 'tree'),
    from: fc.constantFrom('computed', 'declared'),
  })
  .map(({alg, sign, of, from}) => ({alg, hex: sign.repeat(lengths[alg]), of, from}))
const licence = fc.oneof(
  fc.constantFrom(
    {kind: 'id', id: 'MIT'} as const,
    {kind: 'id', id: 'Not-An-SPDX-Id'} as const,
    {kind: 'expression', expression: 'MIT OR ISC'} as const,
  ),
  fc.record(
    {kind: fc.constant('name' as const), name: fc.constantFrom('Llama licence', 'own'), url: texts},
    {requiredKeys: ['kind', 'name']},
  ),
)
const reach = optional({
  executes: list(words),
  reads: list(words),
  writes: list(words),
  network: list(words),
  autoApproves: list(words),
}).filter(isFilled)
/** What has no name, no address and no digest is no file of a package. */
const distribution = fc
  .record(
    {
      file: words,
      url: fc.oneof(fc.webUrl(), texts),
      digests: fc.uniqueArray(digest, {maxLength: 3, selector: d => JSON.stringify(d)}),
    },
    {requiredKeys: ['digests']},
  )
  .filter(({file, url, digests}) => file !== undefined || url !== undefined || digests.length > 0)
const card = optional({
  ...{intendedUses: list(texts), limitations: list(texts), ethicalConsiderations: list(texts), training: list(texts)},
  metrics: list(fc.record({type: texts, value: texts, slice: texts}, {requiredKeys: ['type', 'value']})),
  ...{co2Kg: fc.constantFrom(0.3, 120.5), energyKwh: fc.constantFrom(7, 310.25)},
}).filter(isFilled)

const facts = fc.oneof(
  fc.record({
    kind: fc.constant('model' as const),
    facts: optional({
      ...{
        registry: fc.constantFrom('huggingface', 'openai'),
        revision: words,
        floating: flag,
        task: texts,
        architectureFamily: texts,
        architecture: texts,
      },
      ...{
        parameters: fc.bigInt({min: 0n, max: 2n ** 70n}),
        quantization: texts,
        languages: list(words),
        library: texts,
        trustRemoteCode: flag,
      },
      hyperparameters: fc.dictionary(fc.constantFrom('hidden_size', 'vocab_size'), texts, {minKeys: 1}),
      tuneMethods: list(fc.constantFrom('lora', 'sft')),
      ...{
        useSafetensors: flag,
        contextLength: fc.nat(),
        chatTemplateSha256: fc.constant('ab'.repeat(32)),
        modelCard: card,
      },
    }),
  }),
  fc.record({
    kind: fc.constant('weights' as const),
    facts: fc.record(
      {
        format: words,
        byteLength: fc.bigInt({min: 0n, max: 2n ** 70n}),
        parameters: fc.bigInt({min: 0n, max: 9n}),
        dtypes: list(words),
        present: flag,
      },
      {requiredKeys: ['format', 'present']},
    ),
  }),
  fc.record({
    kind: fc.constant('dataset' as const),
    facts: optional({
      registry: fc.constant('huggingface'),
      config: texts,
      split: list(words),
      revision: texts,
      floating: flag,
      languages: list(words),
      url: texts,
      distributions: list(distribution),
    }),
  }),
  fc.record({
    kind: fc.constant('package' as const),
    facts: fc.record(
      {
        ...{
          ecosystem: fc.constantFrom('npm', 'pypi', 'conda'),
          scope: fc.constantFrom('runtime', 'dev', 'optional', 'peer', 'extra'),
          direct: flag,
        },
        ...{
          declared: list(texts),
          source: texts,
          local: flag,
          condition: texts,
          distributions: fc.array(distribution, {maxLength: 3}),
        },
      },
      {requiredKeys: ['ecosystem', 'scope', 'direct', 'distributions']},
    ),
  }),
  fc.record({
    kind: fc.constant('service' as const),
    facts: fc.record(
      {
        ...{
          provider: words,
          endpoints: fc.array(texts, {maxLength: 3}),
          authenticated: flag,
          crossesTrustBoundary: flag,
          environment: list(words),
        },
        dataFlows: list(
          fc.record({flow: fc.constantFrom('inbound', 'outbound', 'bi-directional', 'unknown'), classification: words}),
        ),
      },
      {requiredKeys: ['provider', 'endpoints']},
    ),
  }),
  fc.record({
    kind: fc.constant('dependency-manifest' as const),
    facts: fc.record({ecosystem: fc.constantFrom('npm', 'helm'), role: fc.constantFrom('manifest', 'lock')}),
  }),
  fc.record({kind: fc.constant('agent' as const), facts: optional({framework: texts, tools: list(words), reach})}),
  fc.record({
    kind: fc.constant('guardrail' as const),
    facts: fc.record(
      {
        engine: fc.constantFrom('nemo-guardrails', 'llm-guard'),
        checks: list(words),
        stages: fc.subarray(['input', 'output', 'retrieval', 'tool'] as const, {minLength: 1}),
      },
      {requiredKeys: ['engine']},
    ),
  }),
  fc.record({kind: fc.constant('tool' as const), facts: optional({framework: texts, reach})}),
  fc.record({
    kind: fc.constant('mcp-server' as const),
    facts: fc.record(
      {
        ...{
          role: fc.constantFrom('implemented', 'configured'),
          transport: fc.constantFrom('stdio', 'http', 'sse', 'unknown'),
          command: texts,
        },
        ...{args: list(texts), url: texts, origin: texts, pinned: flag, environment: list(words), reach},
      },
      {requiredKeys: ['role']},
    ),
  }),
  fc.record({
    kind: fc.constant('prompt' as const),
    facts: fc.record(
      {
        role: fc.constantFrom('system', 'template', 'instructions', 'skill', 'unknown'),
        byteLength: fc.nat(),
        variables: list(words),
        reach,
      },
      {requiredKeys: ['role', 'byteLength']},
    ),
  }),
  fc.record({
    kind: fc.constant('dependency-manifest' as const),
    facts: fc.record({ecosystem: words, role: fc.constantFrom('manifest', 'lock')}),
  }),
  fc.record({
    kind: fc.constant('bom' as const),
    facts: fc.record({format: fc.constantFrom('CycloneDX', 'SPDX'), specVersion: texts}, {requiredKeys: ['format']}),
  }),
)

const instant = fc.constantFrom('2025-03-01T10:00:00.000Z', '2026-01-31T23:59:59+01:00')
/** What only models and data sets have: the history of where they are published. */
const published = optional({
  released: instant,
  commits: list(
    fc.record({id: fc.constant('c0'.repeat(20)), title: texts, at: instant, author: texts}, {requiredKeys: ['id']}),
  ),
})

const base = fc.record(
  {
    ...{
      name: fc.oneof(words, texts),
      group: words,
      version: fc.constantFrom('1', '2.0'),
      purl: fc.constant('pkg:generic/x@1'),
      description: texts,
      author: texts,
    },
    ...{
      aliases: fc.array(words, {maxLength: 2}),
      licences: list(licence),
      digests: fc.array(digest, {maxLength: 4}),
      evidence: list(evidence),
    },
    references: list(
      fc.record(
        {
          type: fc.constantFrom('website', 'vcs', 'distribution', 'other'),
          url: fc.oneof(fc.webUrl(), texts),
          comment: words,
        },
        {requiredKeys: ['type', 'url']},
      ),
    ),
    properties: fc.dictionary(fc.constantFrom('aibom:model:type', 'acme:note'), list(texts), {minKeys: 1}),
  },
  {requiredKeys: ['name', 'aliases', 'digests', 'evidence']},
)

const assets: fc.Arbitrary<Asset> = fc
  .tuple(fc.constantFrom('x', 'y', 'z/w'), base, facts, published)
  .map(([name, common, {kind, facts: own}, history]) => {
    const isPublished = kind === 'model' || kind === 'dataset'
    return {...common, ...(isPublished && history), id: `${kind}:${name}`, kind, facts: own} as Asset
  })

/** An inventory in the form that merging gives it, with relationships of every kind between its own assets. */
export function inventories(): fc.Arbitrary<Inventory> {
  const ends = fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom('depends-on', 'contains', 'derived-from', 'trained-on', 'calls'),
    fc.option(words, {nil: undefined}),
  )
  return fc
    .record({
      subject: fc.record(
        {
          scheme: fc.constantFrom('dir', 'git', 'hf'),
          name: texts,
          version: texts,
          revision: fc.constant('ab'.repeat(20)),
          url: texts,
          purl: fc.constant('pkg:npm/x@1'),
          author: texts,
          released: instant,
          securityPolicy: texts,
        },
        {requiredKeys: ['scheme', 'name']},
      ),
      assets: fc.array(assets, {maxLength: 8}),
      ends: fc.array(ends, {maxLength: 10}),
      gaps: fc.array(
        fc.record(
          {
            path: texts,
            line: fc.integer({min: 1, max: 99}),
            stage: fc.constantFrom('walk', 'extract', 'resolve', 'enrich', 'verify'),
            code: fc.constantFrom(...gapCodes),
            message: texts,
          },
          {requiredKeys: ['path', 'stage', 'code', 'message']},
        ),
        {maxLength: 3},
      ),
      steps: fc.array(
        fc.record(
          {
            step: words,
            version: fc.nat(9),
            status: fc.constantFrom('succeeded', 'partial', 'failed', 'skipped'),
            reason: texts,
          },
          {requiredKeys: ['step', 'version', 'status']},
        ),
        {maxLength: 3},
      ),
      finding: fc.option(
        fc.record({
          rule: fc.constantFrom('AIB001', 'AIB014'),
          asset: words,
          message: texts,
          fingerprint: words,
          evidence: fc.array(evidence, {maxLength: 2}),
        }),
        {nil: undefined},
      ),
      notEntered: fc.uniqueArray(texts, {maxLength: 3}),
    })
    .map(({ends: pairs, finding, ...rest}) => {
      const merged = normalForm({...rest, relationships: [], findings: [], verdicts: []})
      const keys = [subjectKey, ...merged.assets.map(keyOf)]
      const relationships = pairs.flatMap(([from, to, kind, relation]): Relationship[] => {
        const [source, target] = [keys[from % keys.length], keys[to % keys.length]]
        return source === undefined || target === undefined || target === subjectKey
          ? []
          : [{from: source, to: target, kind, ...(relation !== undefined && {relation})}]
      })
      return normalForm({...merged, relationships, findings: finding === undefined ? [] : [finding]} as Inventory)
    })
}

function isFilled(value: object): boolean {
  return Object.keys(value).length > 0
}
