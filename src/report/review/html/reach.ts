import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../../review/review-result.generated.ts'
import {table, tag, text} from '../../page/blocks.ts'
import {cited} from './cited.ts'

/** The services that are called, and what flows to them. */
export function serviceBlocks({services: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const answer = (value: 'yes' | 'no' | 'unknown'): ComponentChildren =>
    tag({yes: 'good', no: 'high', unknown: 'medium'}[value], value)
  const body = list.map(({name, provider, endpoints, encrypted, authenticated, leaves, flows, evidence: numbers}) => [
    [
      text(name),
      h('div', {class: 'soft'}, provider === undefined ? 'provider not stated' : `run by ${text(provider)}`),
      cited(numbers),
    ],
    endpoints.length === 0
      ? h('span', {class: 'soft'}, 'not stated')
      : endpoints.map(endpoint => h('div', null, h('code', null, text(endpoint)))),
    answer(encrypted),
    answer(authenticated),
    [
      flows.length === 0 ? h('span', {class: 'soft'}, 'not stated') : flows.map(flow => h('div', null, text(flow))),
      leaves === true ? h('div', {class: 'soft'}, 'crosses a trust boundary') : null,
    ],
  ])
  return [table('Services', ['Service', 'Address', 'Encrypted', 'Authenticated', 'Data'], body)]
}

/** What each agent and MCP server may do. */
export function agentBlocks({agents: list}: ReviewResult): ComponentChildren[] {
  if (list.length === 0) return []
  const body = list.map(({name, kind, may, evidence: numbers}) => [
    [text(name), h('div', {class: 'soft'}, text(kind))],
    [
      may.length === 0
        ? h('span', {class: 'soft'}, 'not stated')
        : h(
            'ul',
            {class: 'plain'},
            may.map(each => h('li', null, text(each))),
          ),
      cited(numbers),
    ],
  ])
  return [table('Agents', ['Agent', 'May'], body)]
}
