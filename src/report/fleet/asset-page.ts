import {type ComponentChildren, h} from 'preact'
import type {AssetView} from '../../inventory/fleet-answers.generated.ts'
import {text} from '../page/blocks.ts'
import {graph} from '../page/graph.ts'
import {timeline} from '../page/timeline.ts'
import {counted, grouped, tableBlock} from './data-table.ts'
import {csvLink, framed, part} from './frame.ts'
import type {Links} from './links.ts'
import {findingsTable, usesTable, versionsTable} from './tables.ts'

const spansShown = 30
const edgeWords: Readonly<Record<string, string>> = {'derived-from': 'derived from', 'trained-on': 'trained on'}

/** An asset: who uses it, what it was made from, its versions over time. */
export function assetPage(view: AssetView, links: Links): string {
  const {asset, uses, moreUses, findings} = view
  const {identity, kind, name, provider, sources} = asset
  const lead = [
    `${kind}${provider === undefined ? '' : ` of ${text(provider)}`}, in ${counted(sources, 'repository', 'repositories')}. `,
    h('code', null, text(identity)),
  ]
  return framed({room: 'assets', title: name, lead, links}, [
    part('findings', 'Findings', tableBlock(findingsTable(findings, links))),
    part('uses', 'Who uses it', [
      ...(uses.length === 0 ? [h('p', null, 'Nobody does now.')] : tableBlock(usesTable(uses, links))),
      moreUses > 0 ? h('p', {class: 'soft'}, `${grouped(moreUses)} more are left out.`) : null,
      csvLink(links.csv('uses', ['identity', identity])),
    ]),
    part('lineage', 'What it was made from, and what from it', lineage(view, links)),
    part('versions', 'Versions over time', versions(view, links)),
  ])
}

function lineage({asset, nodes, edges, moreLineage}: AssetView, links: Links): ComponentChildren[] {
  if (edges.length === 0) return []
  const drawn = nodes.map(({identity, kind, name, sources}) => ({
    id: identity,
    kind,
    name,
    known: sources > 0,
    tone: identity === asset.identity ? 'good' : sources > 0 ? 'low' : 'none',
    detail: sources === 0 ? 'in no repository itself' : `in ${counted(sources, 'repository', 'repositories')}`,
  }))
  const words = edges.map(({from, to, kind}) => ({from, to, word: edgeWords[kind] ?? kind}))
  const named = new Map(nodes.map(({identity, name}) => [identity, name]))
  const link = (identity: string) => {
    const href = links.asset(identity)
    const name = text(named.get(identity) ?? identity)
    return href === undefined ? name : h('a', {href}, name)
  }
  return [
    graph('What it was made from', drawn, words),
    moreLineage ? h('p', {class: 'soft'}, 'More is known than fits into the picture.') : null,
    h('ul', {class: 'plain'}, ...words.map(({from, to, word}) => h('li', null, link(from), ` ${word} `, link(to)))),
  ]
}

function versions({versions: list, asset}: AssetView, links: Links): ComponentChildren[] {
  if (list.length === 0) return []
  const times = list.flatMap(({from, until}) => [Date.parse(from), ...(until === undefined ? [] : [Date.parse(until)])])
  const spans = list.slice(0, spansShown).map(({source, value, from, until}) => ({
    label: `${source}: ${value === '' ? 'no version stated' : value}`,
    from: Date.parse(from),
    ...(until !== undefined && {until: Date.parse(until)}),
  }))
  const left = list.length - spans.length
  return [
    // a picture of one time shows nothing
    new Set(times).size > 1 ? timeline('Versions over time', spans, Math.max(...times)) : null,
    left > 0 && new Set(times).size > 1
      ? h('p', {class: 'soft'}, `The picture shows the latest ${spans.length}.`)
      : null,
    ...tableBlock(versionsTable(list, links)),
    csvLink(links.csv('versions', ['identity', asset.identity])),
  ]
}

/** What is said of something that is not there. */
export function missingPage(message: string, links: Links): string {
  return framed({room: 'overview', title: 'Not here', links}, [
    h('p', null, text(message)),
    h('p', null, h('a', {href: links.overview}, 'Back to the overview')),
  ])
}
