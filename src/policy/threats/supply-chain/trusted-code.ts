import type {AssetOf} from '../../../inventory/asset.ts'
import type {Finding, ThreatMeta} from '../../../inventory/finding.ts'
import {fullName} from '../../../inventory/identity.ts'
import {isInProduct, judgeEach, usesOf} from '../found.ts'
import {isFloatingFetch} from '../stores.ts'
import type {Judgement, ThreatContext} from '../threat-rule.ts'

/** Models of the product whose code may run, by whether their name moves; where it is allowed comes first. */
export function judgeTrustedCode(
  meta: ThreatMeta,
  context: ThreatContext,
  {isFloating, how}: {readonly isFloating: boolean; readonly how: string},
): Judgement {
  return judgeEach(meta, context, ['model'], model => {
    if (model.facts.trustRemoteCode !== true || isFloatingFetch(model) !== isFloating || !isInProduct(model))
      return undefined
    return {message: `model ${fullName(model)} is loaded with trust_remote_code${how}`, places: allowingPlaces(model)}
  })
}

/** Places that let the code run; undefined where none says so. */
function allowingPlaces(model: AssetOf<'model'>): Finding['evidence'] | undefined {
  const places = usesOf(model).filter(({use}) => use === 'remote-code')
  return places.length > 0 ? places : undefined
}
