import {hostsOthers} from '../../../catalog/hosts-of-others.ts'
import {providerByHost} from '../../../catalog/providers.ts'
import type {Value} from '../../../code/module.ts'
import {settingsOf} from '../settings-of.ts'
import {snakeCase} from './snake-case.ts'

const addressName = /^(?:base_?url|api_?base|endpoint|api_?url)$/

/**
 * Who answers for models that stand beside an address, where it answers by itself: `{endpoint:
 * "https://openrouter.ai/api/v1", models: [{name: "org/name"}]}`.
 */
export function hostBeside(within: Value | undefined): string | undefined {
  for (const {key, value} of within === undefined ? [] : settingsOf(within)) {
    if (key === undefined || value.kind !== 'text' || !addressName.test(snakeCase(key))) continue
    const slug = providerByHost(value.text)?.slug
    if (hostsOthers(slug)) return slug
  }
  return undefined
}
