import {providerBySlug} from '../providers.ts'

/** What the id of a hosted model says of its version. */
export interface HostedVersion {
  /** as it stands in the id: `2024-08-06`, `20240229-v1:0`, `002` */
  readonly version?: string
  /** the id is an alias that its provider moves to newer models */
  readonly floating: boolean
}

/** Where the name is that of a deployment, which its owner chose. */
const ownNames: ReadonlySet<string> = new Set([
  'azure-openai',
  'azure-ai',
  'baseten',
  'databricks',
  'huggingface',
  'modal',
  'predibase',
  'runpod',
  'sagemaker',
])

const month = '(?:0[1-9]|1[0-2])'
const day = '(?:0[1-9]|[12]\\d|3[01])'
const year = '20[2-3]\\d'
/** Four digits that are no date are a size: `llama3-70b-8192`. */
const short = `(?!1024)(?:${month}${day}|2[3-9]${month})`
const bedrock = 'v\\d{1,2}(?::\\d{1,2})?'
/** Forms of the providers' own documentation, at the end of the id. */
const endings: readonly RegExp[] = [
  new RegExp(`[-@](${year}-?${month}-?${day}(?:-${bedrock})?)$`),
  new RegExp(`-(${bedrock})$`),
  new RegExp(`-(${month}-${year})$`),
  new RegExp(`-(${month}-${day})$`),
  new RegExp(`[-:](${short})$`),
  /-(00\d)$/,
  /(?:^|:)([0-9a-f]{64})$/,
]
const fineTuned = /^ft:/
/** Longer ones are no ids of models. */
const idLimit = 200

/**
 * The version that an id carries; none for a model that no known provider hosts.
 * @param registry slug of the provider
 * @see OpenAI "Models", Anthropic "Models overview", Amazon Bedrock "Supported foundation models", Vertex AI "Model
 *   versions", Mistral "Models", Replicate "Model versions"
 */
export function hostedVersion(registry: string | undefined, id: string): HostedVersion | undefined {
  const kind = registry === undefined || ownNames.has(registry) ? undefined : providerBySlug(registry)?.kind
  if ((kind !== 'model-provider' && kind !== 'gateway') || id.length > idLimit) return undefined
  for (const ending of endings) {
    const [, version] = ending.exec(id) ?? []
    if (version !== undefined) return {version, floating: false}
  }
  return {floating: !fineTuned.test(id)}
}
