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

/** @param type `aws_bedrockagent_agent`, `Microsoft.CognitiveServices/accounts/deployments` */
export function serviceOfResource(type: string): string | undefined {
  return services.find(([prefix]) => type.startsWith(prefix))?.[1]
}
