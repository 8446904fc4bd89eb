import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeGuardrail} from '../../inventory/make.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {baseName} from '../../lib/path.ts'

/** How a flow, and what a user or bot says, is defined in both versions of the language. */
const definition = /^(?:define )?(?:sub)?(?:flow|user|bot) \S/m

/**
 * The flows of NeMo Guardrails in a file of their own: what the program stops, and what it says instead.
 * @see NeMo Guardrails documentation, "Colang Language Syntax Guide"
 */
export function readColang(text: string, path: string, evidence: Evidence): Asset[] {
  if (!definition.test(text)) return []
  const facts = {engine: 'nemo-guardrails', settings: [`code=sha256:${sha256Hex(text)}`]}
  return [makeGuardrail(path, baseName(path), [evidence], facts)]
}
