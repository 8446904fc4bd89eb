import type {Naming} from '../../../code/module.ts'
import {registryId} from '../../../inventory/identity.ts'
import {makeModel} from '../../../inventory/make.ts'
import type {Finder} from '../finder.ts'
import {contextOf} from './named-models.ts'
import {snakeCase} from './snake-case.ts'

const replicate = 'replicate'
const versionName = /(?:^|_)(?:model_)?version(?:_id)?$/
const versionId = /^[0-9a-f]{64}$/

/**
 * `{"version": "854e…", "input": …}` in a program that calls Replicate by its address: the id of a version is the only
 * name that the request has for its model.
 * @see Replicate HTTP API, "Create a prediction"
 */
export function addModelVersions(finder: Finder): void {
  if (!finder.bag.has(registryId('service', '', replicate))) return
  for (const naming of finder.module.namings) if (versionName.test(snakeCase(naming.name))) addVersion(finder, naming)
}

function addVersion(finder: Finder, naming: Naming): void {
  for (const value of finder.resolver.resolve(naming.value, contextOf(finder, naming))) {
    if (value.kind !== 'text' || !versionId.test(value.text) || finder.isTaken(value.place, value.text)) continue
    finder.take(value.place, value.text)
    const evidence = finder.evidence(value.place, {rule: 'name', confidence: 0.9, symbol: naming.name})
    finder.bag.add(makeModel(value.text, [evidence], {registry: replicate}))
  }
}
