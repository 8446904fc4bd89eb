import type {Asset, Commit} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {toReference} from '../check/iri.ts'
import type {Component, Commit as WrittenCommit} from '../spec/cyclonedx.generated.ts'
import {componentType} from '../write/component-type.ts'
import type {Graph} from '../write/graph.ts'

/** What it comes from: base models, the commits of its repository, and the patches that this source applies. */
export function toPedigree(asset: Asset, graph: Graph): Component['pedigree'] {
  const ancestors = graph.ancestors.get(keyOf(asset))?.map(toAncestor)
  const commits = asset.commits?.map(toCommit)
  const patches = asset.properties?.['aibom:package:patch']?.map(path => ({
    type: 'unofficial' as const,
    diff: {url: toReference(path)},
  }))
  return ancestors === undefined && commits === undefined && patches === undefined
    ? undefined
    : compact({ancestors, commits, patches})
}

function toAncestor({kind, group, name, version, purl}: Asset): Component {
  return compact({type: componentType(kind), group, name, version, purl})
}

function toCommit({id, title, at, author}: Commit): WrittenCommit {
  const by = at === undefined && author === undefined ? undefined : compact({timestamp: at, name: author})
  return compact({uid: id, author: by, message: title})
}

/** The commits of a component of any tool, those without an id left out. */
export function readCommits(node: UnknownRecord): readonly Commit[] | undefined {
  const commits = asList(asRecord(node['pedigree'])?.['commits']).flatMap((item): Commit[] => {
    const commit = asRecord(item)
    const by = asRecord(commit?.['author'])
    const [id, title, at, author] = [commit?.['uid'], commit?.['message'], by?.['timestamp'], by?.['name']].map(
      value => (typeof value === 'string' ? value : undefined),
    )
    return id === undefined ? [] : [compact({id, title, at, author})]
  })
  return commits.length === 0 ? undefined : commits
}
