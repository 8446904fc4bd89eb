import type {Asset} from '../../src/inventory/asset.ts'
import type {Evidence} from '../../src/inventory/evidence.ts'
import {keyOf, subjectKey} from '../../src/inventory/identity.ts'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {makeDataset, makeModel, makePackage} from '../../src/inventory/make.ts'

/**
 * Packages as a lock of npm gives them, each needing three others; every tenth asset a model, every hundredth a data
 * set.
 */
export function makeInventory(count: number): Inventory {
  const assets = Array.from({length: count}, (_, at) => makeAsset(at))
  const keys = assets.map(keyOf)
  const packages = keys.filter((_, at) => assets[at]?.kind === 'package')
  return {
    subject: {scheme: 'dir', name: 'bench'},
    assets,
    relationships: [
      ...keys.slice(0, count / 50).map(to => ({from: subjectKey, to, kind: 'depends-on' as const})),
      ...packages.flatMap((from, at) =>
        [1, 7, 31].map(step => ({
          from,
          to: packages[(at * 3 + step) % packages.length] ?? from,
          kind: 'depends-on' as const,
        })),
      ),
    ],
    findings: [],
    verdicts: [],
    gaps: [],
    steps: [],
    notEntered: ['node_modules'],
  }
}

function makeAsset(at: number): Asset {
  if (at % 100 === 0)
    return makeDataset(`org-${at % 97}/data-${at}`, [seenAt(at, 'syntax'), seenAt(at + 1, 'manifest')], {
      registry: 'huggingface',
    })
  if (at % 10 === 0)
    return makeModel(`org-${at % 97}/model-${at}`, [seenAt(at, 'syntax'), seenAt(at + 1, 'syntax')], {
      registry: 'huggingface',
    })
  const name = at % 5 === 0 ? `@scope-${at % 97}/package-${at}` : `package-${at}`
  const hex = Buffer.from(String(at).padEnd(64, 'x')).toString('hex')
  const url = `https://registry.npmjs.org/${name}/-/package-${at}-1.0.${at}.tgz`
  return makePackage({ecosystem: 'npm', name, version: `1.0.${at}`}, [seenAt(at, 'manifest')], {
    direct: at % 50 === 0,
    distributions: [{url, digests: [{alg: 'sha512', hex, of: 'content', from: 'declared'}]}],
  })
}

function seenAt(at: number, technique: Evidence['technique']): Evidence {
  const path = technique === 'syntax' ? `src/module-${at % 400}.py` : 'package-lock.json'
  return {
    detector: technique === 'syntax' ? 'code' : 'npm',
    technique,
    path,
    line: at + 1,
    level: 'used',
    scope: 'product',
    confidence: 0.95,
  }
}
