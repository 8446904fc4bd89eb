import type {Asset} from '../inventory/asset.ts'
import {fullName} from '../inventory/identity.ts'
import data from './guardrails.json' with {type: 'json'}

const packages: Readonly<Record<string, readonly string[]>> = data.packages

/** Whether an asset filters what goes into a model or comes out of it, as far as its name is known for that. */
export function isGuardrail(asset: Asset): boolean {
  if (asset.kind === 'package') return packages[asset.facts.ecosystem]?.includes(fullName(asset)) === true
  return asset.kind === 'guardrail' || guardrailFamily(asset) !== undefined
}

/** The family that a model which judges what others are asked and answer is of: `llama-guard`. */
export function guardrailFamily(asset: Asset): string | undefined {
  return asset.kind === 'model' ? data.models.find(part => asset.name.toLowerCase().includes(part)) : undefined
}
