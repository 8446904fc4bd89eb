import {guardrailFamily, isGuardrail} from '../../evidence/guardrails.ts'
import type {Asset, AssetKind, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'
import {makeGuardrail} from '../../inventory/make.ts'

/** What a guardrail may stand before, the nearest to a user first: agents call models, models stand behind services. */
const guardedKinds: readonly AssetKind[] = ['agent', 'model', 'service']
/** Guardrails of these guard the agents that they are given to, and no others. */
const givenEngines: ReadonlySet<string> = new Set(['openai-agents'])
/** Lines of one call between the guardrail and its model. */
const nearLines = 4

/**
 * Joins guardrails with what they guard: the agents of the same file, else its models, else its services. What guards
 * nothing that we see hangs on the subject. Pure.
 */
export function linkGuardrails(assets: readonly Asset[]): Relationship[] {
  const guardrails = assets.filter(asset => asset.kind === 'guardrail')
  if (guardrails.length === 0) return []
  // a classifier that a guardrail asks is no model that it guards
  const guarded = assets.filter(asset => guardedKinds.includes(asset.kind) && !isGuardrail(asset))
  return guardrails
    .filter(({facts}) => !givenEngines.has(facts.engine))
    .flatMap(guardrail =>
      targetsOf(guardrail, guarded).map(
        (target): Relationship => ({
          from: keyOf(target),
          to: keyOf(guardrail),
          kind: 'depends-on',
        }),
      ),
    )
}

/**
 * Models that judge what others are asked and answer are guardrails by themselves, which depend on the model: Llama
 * Guard, ShieldGemma, OpenAI's moderation.
 */
export function guardrailsOfModels(assets: readonly Asset[]): {assets: Asset[]; relationships: Relationship[]} {
  const known = assets.filter(({kind}) => kind === 'guardrail').flatMap(({evidence}) => evidence)
  const guardrails = new Map<string, AssetOf<'guardrail'>>()
  const relationships: Relationship[] = []
  for (const model of assets) {
    const engine = guardrailFamily(model)
    const evidence = model.evidence.filter(
      one => one.level !== 'mentioned' && !known.some(other => isBeside(one, other)),
    )
    const [first] = evidence
    if (engine === undefined || first === undefined) continue
    const made = makeGuardrail(first.path, model.name, evidence, {engine})
    const key = keyOf(made)
    const same = guardrails.get(key)
    // one file may get the same model from two registries: that is one guardrail, which depends on both
    guardrails.set(key, same === undefined ? made : {...same, evidence: [...same.evidence, ...evidence]})
    relationships.push({from: key, to: keyOf(model), kind: 'depends-on'})
  }
  return {assets: [...guardrails.values()], relationships}
}

/** A call that asks the model stands as a guardrail already. */
function isBeside(one: Evidence, other: Evidence): boolean {
  return one.path === other.path && Math.abs((one.line ?? 0) - (other.line ?? 0)) <= nearLines
}

/** What stands in the files of a guardrail, of the nearest kind. */
function targetsOf({evidence}: AssetOf<'guardrail'>, guarded: readonly Asset[]): readonly Asset[] {
  const paths = new Set(evidence.map(({path}) => path))
  const here = guarded.filter(asset => asset.evidence.some(({path, level}) => level !== 'mentioned' && paths.has(path)))
  return guardedKinds.map(kind => here.filter(asset => asset.kind === kind)).find(({length}) => length > 0) ?? []
}
