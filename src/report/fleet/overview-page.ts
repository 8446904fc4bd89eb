import {type ComponentChildren, h} from 'preact'
import type {Overview} from '../../inventory/fleet-answers.generated.ts'
import {grouped, tableBlock} from './data-table.ts'
import {framed, part} from './frame.ts'
import type {Links} from './links.ts'
import {policyLead} from './pages.ts'
import {policyTable, repositoriesTable, rulesTable, shownTime} from './tables.ts'

const kindWords: Readonly<Record<string, readonly [one: string, many: string]>> = {
  agent: ['agent', 'agents'],
  bom: ['BOM of others', 'BOMs of others'],
  dataset: ['data set', 'data sets'],
  'dependency-manifest': ['dependency manifest', 'dependency manifests'],
  guardrail: ['guardrail', 'guardrails'],
  'mcp-server': ['MCP server', 'MCP servers'],
  model: ['model', 'models'],
  package: ['package', 'packages'],
  prompt: ['prompt', 'prompts'],
  service: ['service', 'services'],
  tool: ['tool', 'tools'],
  weights: ['file of weights', 'files of weights'],
}

/** What a person sees first: how much there is, what changed this week, what stands against it. */
export function overviewPage(answer: Overview, links: Links): string {
  const {sources, kinds, severities, rules, week, notCurrent, policy, read} = answer
  const lead = `${grouped(sources.total)} repositories${read === undefined ? ', none of them read yet' : `, last read ${shownTime(read)}`}`
  const against = policyTable(policy.findings, links)
  return framed({room: 'overview', title: 'What AI is in our repositories', lead, links}, [
    part('assets', 'What there is', [
      tiles(
        kinds.map(({kind, assets}) => ({
          words: kindWords[kind]?.[assets === 1 ? 0 : 1] ?? kind,
          count: assets,
          href: links.query(`kind:${kind}`),
        })),
      ),
    ]),
    part('week', 'This week', [
      tiles([
        {words: 'new repositories', count: week.added, href: links.changes},
        {words: 'changed repositories', count: week.changed, href: links.changes},
        {words: 'new assets in them', count: week.came, href: links.changes},
        {words: 'assets removed from them', count: week.went, href: links.changes},
      ]),
    ]),
    policy.state === 'none'
      ? null
      : part('policy', 'Policy findings', [
          h('p', null, policyLead(policy)),
          ...tableBlock(against),
          moreOfPolicy(answer, links),
        ]),
    part('findings', 'What the rules say', [
      severities.length === 0
        ? h('p', null, 'No findings in what was read.')
        : tiles(
            severities.map(({severity, findings}) => ({
              words: severity,
              count: findings,
              href: links.query(`severity:${severity}`),
              tone: severity,
            })),
          ),
      ...tableBlock(rulesTable(rules, links)),
    ]),
    notCurrent.length === 0
      ? null
      : part('not-read', 'Not read, or not on the last attempt', [
          h(
            'p',
            null,
            `${grouped(sources.failed)} could not be read, ${grouped(sources.new)} never were. Their data here is older or missing.`,
          ),
          ...tableBlock(repositoriesTable(notCurrent, links)),
        ]),
  ])
}

function moreOfPolicy({policy}: Overview, links: Links): ComponentChildren {
  const rest = policy.total - policy.findings.length
  return rest > 0 && links.policy !== undefined
    ? h('p', null, h('a', {href: links.policy}, `${grouped(rest)} more`))
    : null
}

interface Tile {
  readonly words: string
  readonly count: number
  readonly href: string | undefined
  readonly tone?: string
}

function tiles(list: readonly Tile[]): ComponentChildren {
  if (list.length === 0) return null
  return h(
    'ul',
    {class: 'tiles'},
    ...list.map(({words, count, href, tone}) => {
      const content = [h('b', null, grouped(count)), ' ', words]
      return h('li', {class: tone}, href === undefined ? content : h('a', {href}, ...content))
    }),
  )
}
