import type {Collector} from '../../inventory/collector.ts'
import type {GuardrailStage} from '../../inventory/facts.ts'
import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import {isSecretName} from '../../lib/redact/names.ts'
import {redactText} from '../../lib/redact/text.ts'
import type {DialectInput} from './dialect.ts'
import {valueAt} from './walk.ts'

/** Sections of a configuration whose flows are read. */
const stages: readonly GuardrailStage[] = ['input', 'output', 'retrieval']
/** Checks of one guardrail that are listed. */
const checkLimit = 100

/**
 * `rails: {input: {flows: […]}}` of NeMo Guardrails: the folder of the configuration names it.
 * @see NeMo Guardrails documentation, "Configuration Guide"
 */
export function reportRails({document, file, into}: DialectInput): void {
  const rails = asRecord(asRecord(document.value)?.['rails'])
  if (rails === undefined) return
  const used = stages.filter(stage => asRecord(rails[stage]) !== undefined)
  const checks = used.flatMap(stage => textsOf(asRecord(rails[stage])?.['flows'])).slice(0, checkLimit)
  if (checks.length === 0 && asRecord(rails['config']) === undefined) return
  const folder = baseName(folderOf(file.path))
  into.guardrail(
    folder === '' ? 'nemo-guardrails' : folder,
    {line: document.lineOf(['rails']), symbol: 'rails', confidence: 0.95},
    {
      engine: 'nemo-guardrails',
      ...(checks.length > 0 && {checks: [...new Set(checks)].sort()}),
      ...(used.length > 0 && {stages: used}),
    },
  )
}

/** `guardrails: [{guardrail_name: …, litellm_params: {guardrail: bedrock, mode: pre_call}}]` of LiteLLM's proxy. */
export function reportGatewayGuardrails({document, into}: DialectInput): void {
  const listed = asList(asRecord(document.value)?.['guardrails'])
  for (const [at, item] of listed.slice(0, checkLimit).entries()) {
    const name = asText(asRecord(item)?.['guardrail_name'])
    const engine = asText(asRecord(asRecord(item)?.['litellm_params'])?.['guardrail'])
    if (name === undefined || engine === undefined || !/^[\w.-]{1,60}$/.test(engine)) continue
    const line = document.lineOf(['guardrails', at, 'guardrail_name'])
    const settings = plainSettings(asRecord(asRecord(item)?.['litellm_params']))
    const facts = {engine, ...(settings.length > 0 && {settings})}
    into.guardrail(name, {line, symbol: 'guardrails', confidence: 0.93}, facts)
  }
}

/** `mode=pre_call`, `default_on=true`, `guardrailVersion=2`. */
function plainSettings(params: UnknownRecord = {}): string[] {
  return Object.entries(params)
    .flatMap(([key, value]) => {
      const texts = Array.isArray(value) ? textsOf(value) : [value]
      const isPlain = texts.every(text => ['string', 'number', 'boolean'].includes(typeof text))
      return isPlain && key !== 'guardrail' && !isSecretName(key)
        ? texts.map(text => `${key}=${redactText(String(text))}`)
        : []
    })
    .sort()
    .slice(0, checkLimit)
}

/** A guardrail that CloudFormation makes, by its name or the name of the resource. */
export function reportCloudGuardrail(
  document: StructuredDocument,
  path: readonly (string | number)[],
  into: Collector,
): void {
  const resource = asRecord(valueAt(document.value, path))
  const name = asText(asRecord(resource?.['Properties'])?.['Name']) ?? String(path.at(-1) ?? '')
  if (name === '') return
  const where = {line: document.lineOf(path), symbol: 'AWS::Bedrock::Guardrail', confidence: 0.95}
  into.guardrail(name, where, {engine: 'bedrock-guardrails'})
}
