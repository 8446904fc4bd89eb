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
  return true
}
