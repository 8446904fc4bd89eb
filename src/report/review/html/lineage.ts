import {type ComponentChildren, h} from 'preact'
import type {ReviewResult} from '../../../review/review-result.generated.ts'
import {text} from '../../page/blocks.ts'
import {graph} from '../../page/graph.ts'
import {edgeWords} from '../words.ts'

const kindWords: Readonly<Record<ReviewResult['lineage']['nodes'][number]['kind'], string>> = {
  product: 'product',
  model: 'model',
  base: 'base model',
  dataset: 'data set',
  service: 'service',
  agent: 'agent or server',
  code: 'code',
}

/** What the product is based on, as a picture and in words. */
export function lineageBlocks({lineage: {nodes, edges, left}}: ReviewResult): ComponentChildren[] {
  if (edges.length === 0) return []
  const joined = new Set(edges.flatMap(({from, to}) => [from, to]))
  const drawn = nodes
    .filter(({id}) => joined.has(id))
    .map(node => ({...node, kind: kindWords[node.kind], tone: node.known ? 'low' : 'medium'}))
  const words = edges.map(({from, to, kind}) => ({from, to, word: edgeWords[kind]}))
  const name = (id: string): string => nodes.find(node => node.id === id)?.name ?? id
  return [
    graph('What it is based on', drawn, words),
    h(
      'p',
      {class: 'soft'},
      'A dashed outline marks a part that is not fully identified: for example, its version, digest or license is missing.',
    ),
    left === undefined ? null : h('p', {class: 'soft'}, `${left} more are left out of the picture.`),
    h(
      'details',
      null,
      h('summary', null, 'Show as text'),
      h(
        'ul',
        {class: 'plain'},
        words.map(({from, to, word}) => h('li', null, `${text(name(from))} ${word} ${text(name(to))}`)),
      ),
    ),
  ]
}
