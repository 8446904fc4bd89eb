import {propertiesOf} from '../../bom/stated/node.ts'
import {modelDeprecated} from '../../rules/model-deprecated.ts'
import {modelRetired} from '../../rules/model-retired.ts'
import type {ReviewContext} from '../context.ts'
import {makerOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'

/** Hosted models whose provider has named the end of them, by the list that comes with aibom. */
export function checkLifecycle({view, notes, endOf}: ReviewContext): void {
  for (const part of view.models) {
    if (part.isOrigin || !isHosted(part, view)) continue
    const end = endOf?.(providerOf(part), String(part.node['name'] ?? ''))
    if (end === undefined) continue
    const evidence = [notes.cite(`${part.pointer}/name`, part.name)]
    notes.findBy(end.isRetired ? modelRetired : modelDeprecated, {subject: part.name, message: end.message, evidence})
  }
}

/** As the list of providers has it: `openai`. */
function providerOf({node}: Part): string {
  return propertiesOf(node, 'aibom:model:registry')[0] ?? (makerOf(node) ?? '').toLowerCase()
}
