import {type ComponentChildren, h} from 'preact'
import {section, text} from '../page/blocks.ts'
import {pagePolicy, renderPage} from '../page/shell.ts'
import {pageStyle} from '../page/style.ts'
import {grouped} from './data-table.ts'
import type {Links} from './links.ts'
import {fleetStyle} from './style.ts'

/** A page that the navigation leads to. */
export type Room = 'overview' | 'assets' | 'repositories' | 'providers' | 'licenses' | 'findings' | 'changes' | 'policy'

const rooms: readonly (readonly [room: Room, words: string])[] = [
  ['overview', 'Overview'],
  ['assets', 'Assets'],
  ['repositories', 'Repositories'],
  ['providers', 'Providers'],
  ['licenses', 'Licenses'],
  ['findings', 'Findings'],
  ['changes', 'Changes'],
  ['policy', 'Policy'],
]

/** The Content-Security-Policy of every page of a server. */
export const fleetPolicy: string = pagePolicy(pageStyle + fleetStyle, 'self')

/** What surrounds the parts of a page. */
export interface Frame {
  readonly room: Room
  readonly title: string
  /** below the title */
  readonly lead?: ComponentChildren
  /** what was searched for */
  readonly query?: string
  readonly links: Links
}

/** A page of the fleet around its parts. */
export function framed({room, title, lead, query, links}: Frame, parts: readonly ComponentChildren[]): string {
  const head = h(
    'header',
    {class: 'top'},
    h('p', {class: 'kicker'}, 'Fleet by aibom'),
    navigation(room, links),
    room === 'repositories'
      ? null
      : searchForm(links.search, query ?? '', 'Search the assets', 'model:qwen license:unknown'),
    h('h1', null, text(title)),
    lead === undefined ? null : h('p', {class: 'lead'}, lead),
  )
  const foot = h(
    'footer',
    null,
    'What aibom read in the files of each repository. Silence is not a no: what a scan could not read is counted as not readable. ',
    links.api === undefined ? null : h('a', {href: links.api}, 'The same by an API'),
  )
  const main = h('main', {id: 'main'}, ...parts)
  return renderPage(`${title} · aibom`, [head, main, foot], {
    style: fleetStyle,
    ...(links.search !== undefined && {forms: 'self' as const}),
  })
}

function navigation(current: Room, links: Links): ComponentChildren {
  const items = rooms.flatMap(([room, words]) => {
    const href = links[room]
    return href === undefined
      ? []
      : [h('li', null, h('a', {href, ...(room === current && {'aria-current': 'page'})}, words))]
  })
  return h('nav', {class: 'rooms', 'aria-label': 'Pages'}, h('ul', null, ...items))
}

/** A field and a button; nothing where no server answers. */
export function searchForm(
  action: string | undefined,
  value: string,
  label: string,
  example: string,
): ComponentChildren {
  if (action === undefined) return null
  return h(
    'form',
    {class: 'search', role: 'search', action, method: 'get'},
    h('label', {for: 'q'}, label),
    h('input', {
      id: 'q',
      name: 'q',
      type: 'search',
      value: text(value),
      placeholder: example,
      maxLength: 4000,
      autocomplete: 'off',
      spellcheck: false,
    }),
    h('button', {type: 'submit'}, 'Search'),
  )
}

/** A part of a page, left out where it has no content. */
export function part(id: string, title: string, content: readonly ComponentChildren[]): ComponentChildren {
  return content.every(each => each === null || each === undefined) ? null : section(id, title, ...content)
}

/** The link to a table as a spreadsheet reads it. */
export function csvLink(href: string | undefined): ComponentChildren {
  return href === undefined ? null : h('p', {class: 'soft'}, h('a', {href}, 'This table as CSV'))
}

/** How many entries a list has, and which page of it this is, from 1. */
export interface Pages {
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Where in a long list one is, and where it goes on. */
export function pager(
  {total, page, pages}: Pages,
  words: string,
  hrefOf: (page: number) => string | undefined,
): ComponentChildren {
  if (pages <= 1) return null
  const link = (to: number, label: string): ComponentChildren => {
    const href = to >= 1 && to <= pages && to !== page ? hrefOf(to) : undefined
    return href === undefined ? null : h('a', {href}, label)
  }
  return h(
    'nav',
    {class: 'pager', 'aria-label': `Pages of ${words}`},
    h('span', {class: 'soft'}, `Page ${page} of ${pages}, ${grouped(total)} ${words}`),
    ...[link(1, 'First'), link(page - 1, 'Previous'), link(page + 1, 'Next'), link(pages, 'Last')],
  )
}
