import type {Collector, Where} from '../inventory/collector.ts'
import {providerByImage} from './providers.ts'

/** Repository, tag and digest, and nothing that is filled in later. */
const writtenOut = /^[\w./:@-]{1,400}$/

/**
 * A container image of a server that we know, by its repository with at least two parts.
 * @returns whether it is one
 */
export function reportServerImage(image: string, where: Where, into: Collector): boolean {
  const provider = image.includes('/') ? providerByImage(image) : undefined
  if (provider === undefined) return false
  into.service(provider.slug, where, {}, writtenOut.test(image) ? {'aibom:service:image': [image]} : undefined)
  reportModelOfImage(image, where, into)
  return true
}

/** NVIDIA packs each model with its server: `nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3.3`. */
const modelImage = /^nvcr\.io\/nim\/([\w.-]{1,60}\/[\w.-]{1,100})(?::([\w.-]{1,128}))?(?:@(sha256:[0-9a-f]{64}))?$/

function reportModelOfImage(image: string, where: Where, into: Collector): void {
  const [, name, tag, digest] = modelImage.exec(image) ?? []
  const revision = digest ?? tag
  if (name === undefined) return
  into.model(name, where, {registry: 'nvidia-nim', ...(revision !== undefined && {revision})})
}
