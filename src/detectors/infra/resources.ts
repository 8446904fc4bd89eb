/** Types of resources, by how they begin → the service that they are. Narrower ones first. */
const services: readonly (readonly [prefix: string, service: string])[] = [
  ['aws_bedrock', 'bedrock'],
  ['awscc_bedrock', 'bedrock'],
  ['aws_sagemaker_endpoint', 'sagemaker'],
  ['aws_sagemaker_model', 'sagemaker'],
  ['google_vertex_ai_endpoint', 'vertex-ai'],
  ['google_vertex_ai', 'vertex-ai'],
  ['azurerm_cognitive_deployment', 'azure-openai'],
  ['azurerm_ai_foundry', 'azure-ai'],
  ['azurerm_ai_services', 'azure-ai'],
  ['azurerm_search_service', 'azure-ai-search'],
  ['databricks_model_serving', 'databricks'],
  ['pinecone_index', 'pinecone'],
  ['Microsoft.CognitiveServices/accounts/deployments', 'azure-openai'],
  ['Microsoft.Search/searchServices', 'azure-ai-search'],
]

/** Resources that are guardrails, by how their type begins → engine. */
const guardrails: readonly (readonly [prefix: string, engine: string])[] = [
  ['aws_bedrock_guardrail', 'bedrock-guardrails'],
  ['awscc_bedrock_guardrail', 'bedrock-guardrails'],
  ['AWS::Bedrock::Guardrail', 'bedrock-guardrails'],
  ['azurerm_cognitive_account_rai_policy', 'azure-content-filter'],
  ['Microsoft.CognitiveServices/accounts/raiPolicies', 'azure-content-filter'],
  ['google_model_armor_template', 'model-armor'],
]

/** The engine of a resource that is a guardrail. @param type `aws_bedrock_guardrail` */
export function guardrailOfResource(type: string): string | undefined {
  return guardrails.find(([prefix]) => type.startsWith(prefix) && !type.endsWith('_version'))?.[1]
}

/** @param type `aws_bedrockagent_agent`, `Microsoft.CognitiveServices/accounts/deployments` */
export function serviceOfResource(type: string): string | undefined {
  return services.find(([prefix]) => type.startsWith(prefix))?.[1]
}
