import type {AssetOf, Licence} from '../../../inventory/asset.ts'
import {isCommit} from '../../../lib/names/commit.ts'
import {asRecord, asText} from '../../../lib/narrow.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {plainName} from '../../facts/families.ts'
import {settingsOf} from '../../facts/stated-settings.ts'
import type {ReviewRuleName} from '../../rules.ts'
import {licencesOf, type Part} from '../../view.ts'
import {compareOrigins} from './origins.ts'
import {isSameLicence} from './same-licence.ts'
import {type Difference, tellDifference} from './tell.ts'

type Model = AssetOf<'model'>

/** Which model it is: its architecture, license, version and origins. */
export function compareIdentity(
  claimed: Part,
  actual: Model,
  artifact: Artifact,
  {notes, view}: Pick<ReviewContext, 'notes' | 'view'>,
): void {
  const parameters = asRecord(asRecord(claimed.node['modelCard'])?.['modelParameters'])
  const settings = settingsOf(claimed.node)
  const differences: Difference[] = []
  const compare = (
    rule: ReviewRuleName,
    what: string,
    text: string | undefined,
    found: string | undefined,
    pointer: string,
    same = plainSame,
  ): void => {
    if (text !== undefined && found !== undefined && !same(text, found))
      differences.push({rule, what, claimed: text, actual: found, pointer: claimed.pointer + pointer})
  }
  compare(
    'architecture-differs',
    'architecture',
    asText(parameters?.['modelArchitecture']) ?? settings.get('architecture')?.[0]?.text,
    actual.facts.architecture,
    '/modelCard/modelParameters/modelArchitecture',
    isSameArchitecture,
  )
  compare(
    'architecture-differs',
    'architecture family',
    asText(parameters?.['architectureFamily']) ?? settings.get('model_type')?.[0]?.text,
    actual.facts.architectureFamily ?? familyOnly(actual.facts.architecture),
    '/modelCard/modelParameters/architectureFamily',
    actual.facts.architectureFamily === undefined ? isSameArchitecture : plainSame,
  )
  const licences = licencesOf(claimed.node)
  const stated = licences.map(({text}) => text).join(', ')
  compare(
    'licence-differs',
    'license',
    stated === '' ? undefined : stated,
    licenceText(actual.licences),
    '/licenses',
    isSameLicence,
  )
  const pin = asText(claimed.node['version'])
  compare(
    'version-differs',
    'version',
    pin,
    commitOf(actual) ?? artifact.beside?.commit,
    '/version',
    (a, b) => !/^[0-9a-f]{7,40}$/.test(a) || b.startsWith(a),
  )
  for (const difference of differences) tellDifference(difference, claimed, artifact, notes)
  compareOrigins(claimed, actual, artifact, {notes, view})
}

/** GGUF names no class, but the family alone: `llama`. */
function familyOnly(architecture: string | undefined): string | undefined {
  return architecture !== undefined && /^[a-z0-9-]{1,40}$/.test(architecture) ? architecture : undefined
}

/** Families that llama.cpp runs as `llama`, by the first part of their plain names. */
const runAsLlama =
  /^(?:llama|mistral|mixtral|ministral|codestral|yi|smollm|vicuna|tinyllama|codellama|solar|zephyr|hermes)/

/** A class begins with its family: `Qwen2ForCausalLM` is of `qwen2`. */
function isSameArchitecture(claimed: string, actual: string): boolean {
  if (plainSame(claimed, actual)) return true
  if (familyOnly(actual) === undefined) return false
  const plain = plainName(claimed)
  return plain.startsWith(plainName(actual)) || (actual === 'llama' && runAsLlama.test(plain))
}

function plainSame(a: string, b: string): boolean {
  return plainName(a) === plainName(b)
}

function licenceText(licences: readonly Licence[] | undefined): string | undefined {
  if (licences === undefined || licences.length === 0) return undefined
  return licences
    .map(licence =>
      licence.kind === 'id' ? licence.id : licence.kind === 'expression' ? licence.expression : licence.name,
    )
    .join(', ')
}

function commitOf({version, facts}: Model): string | undefined {
  return [version, facts.revision].find(isCommit)
}
