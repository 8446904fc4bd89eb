import {serverByImage} from '../../catalog/model-servers.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {YamlDocument} from '../../lib/parse/yaml.ts'
import type {Exposure} from './exposure.ts'
import {startIn} from './start.ts'

const depthLimit = 5

/** Values of a Helm chart: the image of a model server beside a service that leads to it from outside the cluster. */
export function valuesExposures(document: YamlDocument, path: string): Exposure[] {
  const found: Exposure[] = []
  visit(document.value, [], (record, at) => {
    const image = imageOf(record.image)
    const type = asText(asRecord(record.service)?.type)
    if (image === undefined || serverByImage(image) === undefined || (type !== 'LoadBalancer' && type !== 'NodePort'))
      return
    const start = startIn({image, entrypoint: [], command: [], variables: new Map()})
    if (start === undefined) return
    const how = `the chart runs ${start.server.slug} behind a service of type ${type}`
    const keyPlace = /api_?key/i.test(JSON.stringify(record)) ? 'the chart' : undefined
    found.push({
      path,
      line: document.lineOf([...at, 'service', 'type']),
      symbol: at.at(-1),
      start,
      how,
      keyPlace,
      isPort: true,
    })
  })
  return found
}

function visit(
  value: unknown,
  at: readonly string[],
  see: (record: UnknownRecord, at: readonly string[]) => void,
): void {
  const record = asRecord(value)
  if (record === undefined || at.length > depthLimit) return
  see(record, at)
  for (const [key, inner] of Object.entries(record)) visit(inner, [...at, key], see)
}

/** `image: a/b:1`, `image: {registry: r, repository: a/b, tag: 1}` */
function imageOf(value: unknown): string | undefined {
  const {registry, repository} = asRecord(value) ?? {}
  const name = asText(repository)
  return name === undefined ? asText(value) : asText(registry) === undefined ? name : `${registry}/${name}`
}
