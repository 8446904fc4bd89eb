import type {AssetOf} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import {addTo} from '../../../lib/group.ts'
import {listed} from '../../../lib/text/listed.ts'
import {pickleBesideSafetensors as meta} from '../../../rules/pickle-beside-safetensors.ts'
import {judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

const pickled: ReadonlySet<string> = new Set(['pytorch', 'pickle', 'joblib', 'bin', 'pt', 'pth', 'ckpt'])

/** Of models with files of both kinds, wherever in the model they lie. */
export const pickleBesideSafetensors: ThreatRule = {
  meta,
  judge(context) {
    const {assets, relationships} = context.inventory
    const weights = new Map(assets.flatMap(asset => (asset.kind === 'weights' ? [[keyOf(asset), asset] as const] : [])))
    const parts = new Map<string, AssetOf<'weights'>[]>()
    for (const {from, to, kind} of relationships) {
      const part = kind === 'contains' ? weights.get(to) : undefined
      if (part !== undefined) addTo(parts, from, part)
    }
    return judgeEach(meta, context, ['model'], model => {
      const files = parts.get(keyOf(model)) ?? []
      const unsafe = files.filter(({facts}) => pickled.has(facts.format)).map(({name}) => name)
      const isSafeAtHand = files.some(({facts}) => facts.format === 'safetensors')
      return isSafeAtHand && unsafe.length > 0
        ? `model ${model.name} has ${listed(unsafe)} beside safetensors`
        : undefined
    })
  },
}
