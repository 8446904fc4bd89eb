import type {Actor} from '../../../inventory/actor.ts'
import type {Asset} from '../../../inventory/asset.ts'
import {hiddenOrder} from '../../../rules/hidden-order.ts'
import {hiddenText} from '../../../rules/hidden-text.ts'
import {invisibleCharacters} from '../../../rules/invisible-characters.ts'
import {toolOrders} from '../../../rules/tool-orders.ts'
import {actorLabel} from '../reach.ts'
import {findHidden, findInvisible} from './invisible.ts'
import {findOrdersInComments, findToolOrders} from './orders.ts'
import {type TextRule, textRule} from './text-rule.ts'

const rulesFiles: ReadonlySet<string> = new Set(['instructions', 'skill', 'command', 'system'])

function isRead(asset: Asset): asset is Actor {
  return asset.kind === 'prompt' || isDescribed(asset)
}

function isDescribed(asset: Asset): asset is Actor {
  return describing(asset) !== undefined
}

/** What a tool or server says of itself to the model; undefined of other assets. */
function describing(asset: Asset): string | undefined {
  if (asset.kind === 'tool') return asset.facts.text ?? asset.description
  return asset.kind === 'mcp-server' ? asset.description : undefined
}

/** The text of a prompt; of a tool or server its description. */
function textOf(asset: Asset): string | undefined {
  return asset.kind === 'prompt' ? asset.facts.text : describing(asset)
}

function label(asset: Asset): string {
  return isRead(asset) ? actorLabel(asset) : asset.name
}

/** Rules that need the texts of prompts, rules files and descriptions, by id. */
export const textRules: readonly TextRule[] = [
  textRule(hiddenText, {
    isAbout: isRead,
    textOf,
    find: findHidden,
    message: (asset, what) => `${label(asset)} holds ${what}`,
  }),
  textRule(invisibleCharacters, {
    isAbout: isRead,
    textOf,
    find: text => (findHidden(text).length > 0 ? [] : findInvisible(text)),
    message: (asset, what) => `${label(asset)} holds the invisible character ${what}`,
  }),
  textRule(hiddenOrder, {
    isAbout: asset => asset.kind === 'prompt' && rulesFiles.has(asset.facts.role),
    textOf: asset => (asset.kind === 'prompt' && rulesFiles.has(asset.facts.role) ? asset.facts.text : undefined),
    find: findOrdersInComments,
    message: (asset, what) => `${label(asset)} says in a comment: ${what}`,
  }),
  textRule(toolOrders, {
    isAbout: isDescribed,
    textOf: describing,
    find: findToolOrders,
    message: (asset, what) => `the description of ${label(asset)} says ${what}`,
  }),
]
