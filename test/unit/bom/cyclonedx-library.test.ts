import type {ComponentType} from '@cyclonedx/cyclonedx-library/Enums'
import {Bom, Component, Metadata, Service} from '@cyclonedx/cyclonedx-library/Models'
import {JSON as Json} from '@cyclonedx/cyclonedx-library/Serialize'
import {Spec1dot7} from '@cyclonedx/cyclonedx-library/Spec'
import {describe, expect, it} from 'vitest'
import {writeBom} from '../../../src/bom/write/write.ts'
import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../../src/lib/narrow.ts'
import {richInventory} from '../../support/rich-inventory.ts'

/** What the library's models have a field for and fill as we do. */
const common = ['type', 'bom-ref', 'name', 'group', 'version', 'description', 'purl']

/** The models that the library has for the parts of a document, by their reference. */
function modelsOf(document: UnknownRecord): Bom {
  const models = new Map<string, Component | Service>()
  const about = (node: UnknownRecord): object => ({
    bomRef: asText(node['bom-ref']),
    group: asText(node['group']),
    version: asText(node['version']),
    description: asText(node['description']),
    purl: asText(node['purl']),
  })
  const componentOf = (node: UnknownRecord): Component => {
    const component = new Component(asText(node['type']) as ComponentType, asText(node['name']) ?? '', about(node))
    models.set(asText(node['bom-ref']) ?? '', component)
    for (const inner of recordsOf(node['components'])) component.components.add(componentOf(inner))
    return component
  }
  const subject = componentOf(asRecord(asRecord(document['metadata'])?.['component']) ?? {})
  const bom = new Bom({metadata: new Metadata({component: subject})})
  for (const node of recordsOf(document['components'])) bom.components.add(componentOf(node))
  for (const node of recordsOf(document['services'])) {
    const service = new Service(asText(node['name']) ?? '', about(node))
    models.set(asText(node['bom-ref']) ?? '', service)
    bom.services.add(service)
  }
  for (const {ref, dependsOn} of recordsOf(document['dependencies']))
    for (const target of asList(dependsOn)) {
      const to = models.get(String(target))
      if (to !== undefined) models.get(String(ref))?.dependencies.add(to.bomRef)
    }
  return bom
}

/** The part of a document that both write. */
function commonIn(document: UnknownRecord): unknown {
  const pick = (node: UnknownRecord): UnknownRecord => ({
    ...Object.fromEntries(common.flatMap(field => (node[field] === undefined ? [] : [[field, node[field]]]))),
    ...(node['components'] !== undefined && {components: recordsOf(node['components']).map(pick)}),
  })
  return {
    bomFormat: document['bomFormat'],
    subject: pick(asRecord(asRecord(document['metadata'])?.['component']) ?? {}),
    components: recordsOf(document['components']).map(pick),
    services: recordsOf(document['services']).map(pick),
    dependencies: recordsOf(document['dependencies']).map(({ref, dependsOn}) => [ref, [...asList(dependsOn)].sort()]),
  }
}

describe('the CycloneDX library', () => {
  it('writes of the same components what we write', async () => {
    const {json} = await writeBom(richInventory(), {spec: '1.7', toolVersion: '1.0.0'})
    const ours = asRecord(JSON.parse(json)) ?? {}
    const normalizer = new Json.Normalize.Factory(Spec1dot7).makeForBom()
    const theirs = JSON.parse(JSON.stringify(normalizer.normalize(modelsOf(ours), {sortLists: false})))
    expect(commonIn(theirs)).toEqual(commonIn(ours))
  })
})
