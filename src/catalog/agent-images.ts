/** Images of agents and of gateways to their tools, by the repository without registry and tag. */
const images =
  /(?:^|\/)(?:mcp\/[\w.-]+|docker\/mcp-gateway|all-hands-ai\/(?:openhands|runtime)|openhands\/[\w.-]+|allhandsai\/[\w.-]+|significantgravitas\/[\w.-]+|n8nio\/n8n|flowiseai\/flowise|langflowai\/langflow|langgenius\/[\w.-]+|agent0ai\/[\w.-]+|frdel\/agent-zero(?:-run)?|metatool\/[\w.-]+|sparfenyuk\/mcp-proxy|github\/github-mcp-server|openinterpreter\/[\w.-]+|superagi[\w.-]*\/[\w.-]+)(?:[:@]|$)/i

/** Whether an image holds an agent, or a server of tools for one. */
export function isAiImage(image: string): boolean {
  return image.length < 300 && images.test(image)
}
