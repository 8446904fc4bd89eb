import type {AssetFact, SourceFacts} from '../../../src/store/facts.ts'
import {openStore, type Store, type StoreAddress} from '../../../src/store/open-store.ts'
import {findAssets} from '../../../src/store/query/query.ts'
import {parseQuery} from '../../../src/store/query/query-words.ts'
import {recordScan} from '../../../src/store/record.ts'
import {addSources, listSources} from '../../../src/store/sources.ts'
import {bar, costOf} from '../measure.ts'

const questions = [
  'model:name-77',
  'kind:model license:apache',
  'kind:model license:unknown',
  'provider:openai',
  'repo:source-500',
  'package:name-123 repo:source-7',
  'kind:package -license:mit name:name-4999',
  'name:name-31',
  'is:floating kind:model',
  'kind:package',
]

export const assetsEach = 1000
const rounds = 10
const rowsAsked = 1001
const kinds = [
  'package',
  'package',
  'package',
  'package',
  'model',
  'package',
  'package',
  'dataset',
  'package',
  'service',
]
const licenses = ['MIT', 'Apache-2.0', 'BSD-3-Clause', '']
const providers = ['pypi', 'npm', 'openai', 'huggingface']

/** Stores so many assets, and asks questions of them: 100 ms at most at the 95th percentile. */
export async function ask(address: StoreAddress, rows: number): Promise<boolean> {
  await using store = await openStore(address, 'write')
  const sources = Math.ceil(rows / assetsEach)
  const filled = await costOf(() => fill(store, sources))
  console.log(`${sources * assetsEach} assets in ${sources} sources stored in ${filled.wall.toFixed(0)} s`)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const question of questions) {
      const {wall} = await costOf(() => findAssets(store, parseQuery(question), rowsAsked))
      times.push(wall * 1000)
      if (round === 0) console.log(`  ${question}: ${(wall * 1000).toFixed(0)} ms`)
    }
  }
  times.sort((a, b) => a - b)
  return bar(
    `question, 95th percentile, ${address.form}`,
    times[Math.floor(times.length * 0.95)] ?? Number.NaN,
    100,
    'ms',
  )
}

/**
 * Sources of a thousand assets each.
 * @param numberOf which asset one of a source is; unless given they share names, as real ones do
 */
export async function fill(
  store: Store,
  sources: number,
  numberOf = (source: number, at: number): number => (source * 7919 + at * 31) % 50_000,
): Promise<void> {
  const made = Array.from({length: sources}, (_, at) => ({
    address: `/source-${at}`,
    form: 'folder' as const,
    name: `source-${at}`,
    added: 1,
  }))
  await addSources(store, made)
  for (const [at, {id}] of (await listSources(store)).entries()) {
    const assets = Array.from({length: assetsEach}, (_, index) => assetOf(numberOf(at, index), at))
    const facts: SourceFacts = {
      name: `source-${at}`,
      gaps: 0,
      assets,
      relations: [],
      findings: [],
      verdicts: [],
      evidence: [],
    }
    const bom = {sha256: String(at), byteLength: 1, gzip: new Uint8Array(1)}
    await recordScan(store, {sourceId: id, at: 1, tool: 'bench', fingerprint: 'bench', bom, facts})
  }
}

function assetOf(number: number, source: number): AssetFact {
  const kind = kinds[number % kinds.length] ?? 'package'
  const license = licenses[number % licenses.length] ?? ''
  return {
    identity: `${kind}:name-${number}`,
    ...{
      kind,
      name: `name-${number}`,
      provider: providers[number % providers.length] ?? '',
      version: `1.${source % 20}.0`,
    },
    ...{
      floating: number % 5 === 0,
      licenses: license === '' ? [] : [license],
      scope: 'product',
      place: {path: 'requirements.txt', line: number},
    },
    evidence: [],
    digests: [],
  }
}
