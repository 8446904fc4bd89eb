import {providerByHost} from '../providers.ts'
import {classifyModelName} from './model-names.ts'
import {modelShape} from './model-shape.ts'

/**
 * How the addresses of model services carry the model: Google's `/models/NAME:method`, Replicate's, Cloudflare's,
 * Bedrock's, OpenAI's engines, Azure's deployments.
 */
const callPatterns: readonly RegExp[] = [
  /\/(?:publishers\/[\w-]{1,40}\/)?models\/([\w.@-]{2,100}):[a-zA-Z]{3,40}(?:[?#]|$)/,
  /\/v1\/models\/([\w.-]{1,60}\/[\w.-]{1,80})\/(?:predictions|versions)(?:[/?#]|$)/,
  /\/ai\/run\/(@[\w.-]{1,20}\/[\w.-]{1,60}\/[\w.-]{1,80})(?:[?#]|$)/,
  /\/model\/([\w.:-]{3,120})\/(?:invoke|invoke-with-response-stream|converse|converse-stream)(?:[?#]|$)/,
  /\/engines\/([\w.-]{2,80})\/(?:completions|embeddings|chat\/completions|edits)(?:[?#]|$)/,
]
const deployment = /\/openai\/deployments\/([\w.-]{2,80})\/(?:chat|completions|embeddings|images|audio|responses)/

/**
 * The model that the address of a request names: `https://…/v1beta/models/gemini-2.5-flash:generateContent`.
 * @param url its unknown parts stand in braces: `{base}/models/gemini-2.5-flash:generateContent?key={key}`
 */
export function modelInUrl(url: string): {readonly name: string; readonly registry?: string} | undefined {
  if (url.length > 1000 || !/^(?:https?:\/\/|\{)/.test(url)) return undefined
  const provider = providerByHost(url)?.slug
  const called = callPatterns.map(pattern => pattern.exec(url)?.[1]).find(name => name !== undefined)
  // what a deployment is called is its owner's choice
  const deployed = called === undefined ? deployment.exec(url)?.[1] : undefined
  const name = called ?? (deployed !== undefined && classifyModelName(deployed) !== undefined ? deployed : undefined)
  if (
    name === undefined ||
    (modelShape(name) === undefined && classifyModelName(name) === undefined && !name.startsWith('@'))
  )
    return undefined
  const registry = provider ?? classifyModelName(name)?.registry
  return {name, ...(registry !== undefined && {registry})}
}
