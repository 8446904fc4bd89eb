import {keyOf} from '../../../inventory/identity.ts'
import {publicWeights as meta} from '../../../rules/public-weights.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

const servedFolder = /(?:^|\/)(?:public|static|www|wwwroot|htdocs|public_html)\//
/** What browsers run is there to be fetched. */
const browserFormats: ReadonlySet<string> = new Set(['onnx', 'ort', 'tflite', 'tfjs', 'wasm', 'litert', 'task'])

/**
 * Of weights in a folder that web servers show; formats that browsers load, and published models, are meant to be
 * there.
 */
export const publicWeights: ThreatRule = {
  meta,
  judge(context) {
    const {relationships, assets} = context.inventory
    const published = new Set(
      assets.flatMap(asset => (asset.kind === 'model' && asset.facts.registry !== undefined ? [keyOf(asset)] : [])),
    )
    const known = new Set(
      relationships.flatMap(({from, to, kind}) => (kind === 'contains' && published.has(from) ? [to] : [])),
    )
    return judgeEach(meta, context, ['weights'], weights => {
      const path = weights.id.slice('weights:'.length)
      if (!weights.facts.present || browserFormats.has(weights.facts.format) || known.has(keyOf(weights)))
        return undefined
      return servedFolder.test(path) && isInProduct(weights)
        ? `${path} is in a folder that web servers publish`
        : undefined
    })
  },
}
