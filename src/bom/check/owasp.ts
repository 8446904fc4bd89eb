import type {AssetOf} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {taskNamed} from '../../inventory/tasks.ts'
import {sortedBy} from '../../lib/sort.ts'
import {shorten} from '../../lib/text/shorten.ts'
import type {PropertyFields} from '../parts/properties.ts'
import {isSoftwareSource} from '../write/source-kind.ts'

/** The prose stands whole where CycloneDX has a place for it. */
const proseLimit = 500

/** The one model that a registry publishes as what was asked for. */
export function publishedModel({subject, assets, relationships}: Inventory): AssetOf<'model'> | undefined {
  if (isSoftwareSource(subject.scheme)) return undefined
  const direct = new Set(relationships.flatMap(({from, to}) => (from === subjectKey ? [to] : [])))
  const models = assets.filter((asset): asset is AssetOf<'model'> => asset.kind === 'model' && direct.has(keyOf(asset)))
  return models.length === 1 ? models[0] : undefined
}

/**
 * What is known of a published model, by the names under which OWASP's tools look for it in the metadata. Nothing is
 * known here alone.
 * @see OWASP GenAI Security Project, aibom-generator, field registry
 */
export function owaspMetadata(model: AssetOf<'model'>): PropertyFields {
  const {facts, author} = model
  const {intendedUses, training, metrics, energyKwh, co2Kg} = facts.modelCard ?? {}
  return [
    ['primaryPurpose', facts.task],
    ['domain', taskNamed(facts.task)?.domain],
    ['suppliedBy', author],
    ['intendedUse', shortened(intendedUses?.[0])],
    ['informationAboutTraining', shortened(training?.[0])],
    [
      'metric',
      metrics
        ?.map(({type, value, slice}) => `${type}=${value}${slice === undefined ? '' : ` (${slice})`}`)
        .slice(0, 10),
    ],
    [
      'energyConsumption',
      energyKwh === undefined ? (co2Kg === undefined ? undefined : `${co2Kg} kg CO2 equivalent`) : `${energyKwh} kWh`,
    ],
    ['energyQuantity', energyKwh],
    ['energyUnit', energyKwh === undefined ? undefined : 'kWh'],
  ]
}

/** The same for its model card. */
export function owaspCard({facts}: AssetOf<'model'>): PropertyFields {
  const {hyperparameters = {}, contextLength, quantization} = facts
  const known = Object.keys(hyperparameters).length > 0
  return [
    [
      'genai:aibom:modelcard:hyperparameter',
      known
        ? JSON.stringify(Object.fromEntries(sortedBy(Object.entries(hyperparameters), ([name]) => name)))
        : undefined,
    ],
    ['genai:aibom:modelcard:vocabSize', hyperparameters['vocab_size']],
    ['genai:aibom:modelcard:tokenizerClass', hyperparameters['tokenizer_class']],
    ['genai:aibom:modelcard:contextLength', contextLength],
    ['genai:aibom:modelcard:embeddingLength', hyperparameters['hidden_size'] ?? hyperparameters['d_model']],
    ['genai:aibom:modelcard:blockCount', hyperparameters['num_hidden_layers'] ?? hyperparameters['num_layers']],
    ['genai:aibom:modelcard:attentionHeadCount', hyperparameters['num_attention_heads']],
    ['genai:aibom:modelcard:attentionHeadCountKV', hyperparameters['num_key_value_heads']],
    ['genai:aibom:modelcard:feedForwardLength', hyperparameters['intermediate_size']],
    ['genai:aibom:modelcard:quantizationFileType', quantization],
  ]
}

function shortened(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shorten(text, proseLimit)
}
