import {h} from 'preact'
import type {RepositoryView} from '../../inventory/fleet-answers.generated.ts'
import {linked, rows, tag, text} from '../page/blocks.ts'
import {grouped, tableBlock} from './data-table.ts'
import {csvLink, framed, part} from './frame.ts'
import type {Links} from './links.ts'
import {changesTable, findingsTable, heldAssetsTable, scansTable, shownTime, stateTones} from './tables.ts'

const stateWords = {
  current: 'read',
  new: 'never read',
  failed: 'could not be read the last time; what is shown is older',
} as const

/** A repository: what it holds, what stands against it, what changed in it. */
export function repositoryPage(view: RepositoryView, links: Links): string {
  const {repository, scans, assets, moreAssets, findings, changes} = view
  const {name, address, state, error, checked, revision, gaps} = repository
  const bom = links.bom(address)
  const facts = [
    {label: 'Address', value: linked(address)},
    {label: 'State', value: tag(stateTones[state], stateWords[state])},
    ...(error === undefined ? [] : [{label: 'Why', value: text(error)}]),
    ...(checked === undefined ? [] : [{label: 'Looked at', value: shownTime(checked)}]),
    ...(revision === undefined ? [] : [{label: 'Commit', value: h('code', null, text(revision))}]),
    ...(state === 'new'
      ? []
      : [
          {
            label: 'Not readable',
            value:
              gaps === 0
                ? 'nothing'
                : `${grouped(gaps)} of what it has could not be read, parsed or resolved; the BOM names each`,
          },
        ]),
    ...(bom === undefined || scans.length === 0 ? [] : [{label: 'BOM', value: h('a', {href: bom}, 'CycloneDX, JSON')}]),
  ]
  return framed({room: 'repositories', title: name, links}, [
    part('about', 'About it', [rows(facts)]),
    part('findings', 'Findings', tableBlock(findingsTable(findings, links))),
    part('assets', 'What it holds', [
      ...tableBlock(heldAssetsTable(assets, links)),
      moreAssets > 0
        ? h('p', {class: 'soft'}, `${grouped(moreAssets)} more are left out; the BOM has them all.`)
        : null,
      assets.length === 0 ? null : csvLink(links.csv('holds', ['address', address])),
    ]),
    part('changes', 'What changed', tableBlock(changesTable(changes, links))),
    part('scans', 'Scans that found something new', tableBlock(scansTable(scans))),
  ])
}
