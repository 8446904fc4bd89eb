import type {AssetBase} from '../../inventory/asset.ts'
import {asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {toInstant} from '../../lib/time/instant.ts'

type Annotations = Readonly<Record<string, string>>
type Reference = NonNullable<AssetBase['references']>[number]

const prefix = 'org.opencontainers.image.'

/**
 * What an artifact states of itself beside its weights: in its configuration, else in the annotations of its manifest.
 * @see ModelPack model-spec, "descriptor"; KitOps Kitfile, "package"; OCI image-spec, "Pre-Defined Annotation Keys"
 */
export function statementsOf(
  config: UnknownRecord,
  annotations: Annotations,
): Pick<AssetBase, 'author' | 'description' | 'released' | 'references'> {
  const descriptor = asRecord(config['descriptor']) ?? {}
  const kit = asRecord(config['package']) ?? {}
  const annotated = (name: string): string | undefined => asText(annotations[`${prefix}${name}`])
  const author =
    asText(descriptor['vendor']) ??
    textsOf(descriptor['authors'])[0] ??
    textsOf(kit['authors'])[0] ??
    annotated('vendor') ??
    annotated('authors')
  const description = asText(descriptor['description']) ?? asText(kit['description']) ?? annotated('description')
  const released = toInstant(descriptor['createdAt']) ?? toInstant(annotated('created'))
  const references = [
    ...referenceTo('vcs', asText(descriptor['sourceURL']) ?? annotated('source')),
    ...referenceTo('documentation', asText(descriptor['docURL']) ?? annotated('documentation')),
    ...referenceTo('website', annotated('url')),
  ]
  return {
    ...(author !== undefined && {author}),
    ...(description !== undefined && {description}),
    ...(released !== undefined && {released}),
    ...(references.length > 0 && {references}),
  }
}

function referenceTo(type: Reference['type'], url: string | undefined): Reference[] {
  return url !== undefined && /^(?:https?|git|ssh):\/\//.test(url) ? [{type, url: redactUrl(url)}] : []
}
