import type {Finder} from './finder.ts'
import {snakeCase} from './names/snake-case.ts'
import {type Setting, settingsOf} from './settings-of.ts'

const longestWord = 40

/** `eu-west-1`, `europe-west4`, `global`; a sentence about a place is none. */
function isShortWord(text: string): boolean {
  return text.length <= longestWord && /^[\w.-]+$/.test(text)
}

const regionNames = new Set(['region', 'region_name', 'aws_region', 'location', 'azure_region'])

/** Where a client's service runs: `boto3.client("bedrock-runtime", region_name="eu-west-1")`. */
export function addRegions(finder: Finder): void {
  for (const {call} of finder.module.calls) {
    const services = finder.keysOf(call, 'service')
    if (services.length === 0) continue
    const regions = call.args
      .flatMap(({name, value}): readonly Setting[] => (name === undefined ? settingsOf(value) : [{key: name, value}]))
      .flatMap(({key, value}) =>
        key !== undefined && regionNames.has(snakeCase(key)) && value.kind === 'text' && isShortWord(value.text)
          ? [value.text]
          : [],
      )
    for (const service of services) finder.bag.state(service, 'aibom:service:region', regions)
  }
}
