import {Graph, layout} from '@dagrejs/dagre'
import {type ComponentChildren, h} from 'preact'
import {text} from './blocks.ts'

/** A box of the picture; `tone` is the class of its colour. */
export interface GraphNode {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly detail: string
  /** drawn with a solid outline; what is not known has a dashed one */
  readonly known: boolean
  readonly tone: string
}

/** An arrow of the picture, with the word that stands at it. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly word: string
}

const [boxWidth, boxHeight] = [232, 64]
/** Three boxes side by side are still read where they are drawn smaller. */
const widestFit = 1100
const nameLength = 26
const detailLength = 34

/** A directed graph from left to right, as one picture with its description. */
export function graph(title: string, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ComponentChildren {
  const drawing = new Graph()
  drawing.setGraph({rankdir: 'LR', nodesep: 18, ranksep: 96, marginx: 12, marginy: 12})
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const {id} of nodes) drawing.setNode(id, {width: boxWidth, height: boxHeight})
  for (const {from, to} of edges) drawing.setEdge(from, to)
  layout(drawing)
  const {width = boxWidth, height = boxHeight} = drawing.graph()
  const [w, t] = [Math.ceil(width), Math.ceil(height)]
  const description = edges.map(({from, to, word}) => `${nameOf(nodes, from)} ${word} ${nameOf(nodes, to)}`).join('. ')
  return h(
    'div',
    {class: 'graph', tabIndex: 0, role: 'region', 'aria-label': `${title}, picture`},
    h(
      'svg',
      {
        class: w <= widestFit ? 'fit' : undefined,
        width: w,
        height: t,
        viewBox: `0 0 ${w} ${t}`,
        role: 'img',
        'aria-label': text(`${title}. ${description}`.slice(0, 4000)),
      },
      h(
        'defs',
        null,
        h(
          'marker',
          {id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto'},
          h('path', {class: 'tip', d: 'M0 0 8 4 0 8z'}),
        ),
      ),
      edges.map(edge => drawEdge(edge, drawing)),
      nodes.map(node => drawNode(node, drawing)),
    ),
  )
}

function nameOf(nodes: readonly GraphNode[], id: string): string {
  return nodes.find(node => node.id === id)?.name ?? id
}

function drawEdge({from, to, word}: GraphEdge, drawing: Graph): ComponentChildren {
  const points: readonly {readonly x: number; readonly y: number}[] = drawing.edge(from, to)?.points ?? []
  const path = points.map(({x, y}, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  const middle = points[Math.floor(points.length / 2)]
  return h(
    'g',
    null,
    h('path', {class: 'edge', d: path, 'marker-end': 'url(#tip)'}),
    middle === undefined
      ? null
      : h('text', {class: 'word', x: middle.x.toFixed(1), y: (middle.y - 4).toFixed(1), 'text-anchor': 'middle'}, word),
  )
}

function drawNode({id, kind, name, detail, known, tone}: GraphNode, drawing: Graph): ComponentChildren {
  const {x = 0, y = 0} = drawing.node(id) ?? {}
  const [left, top] = [x - boxWidth / 2, y - boxHeight / 2]
  const at = (dy: number): {x: string; y: string} => ({x: (left + 12).toFixed(1), y: (top + dy).toFixed(1)})
  return h(
    'g',
    {class: tone},
    h('title', null, text(`${kind} ${name}: ${detail}${known ? '' : '. Too little is known about it'}`)),
    h('rect', {
      class: known ? 'box' : 'box unknown',
      x: left.toFixed(1),
      y: top.toFixed(1),
      width: boxWidth,
      height: boxHeight,
      rx: 9,
    }),
    h('text', {class: 'kind', ...at(18)}, known ? kind : `${kind} · little known`),
    h('text', {class: 'name', ...at(36)}, shorten(name, nameLength)),
    h('text', {class: 'detail', ...at(53)}, shorten(detail, detailLength)),
  )
}

function shorten(value: string, length: number): string {
  const shown = [...text(value)]
  return shown.length > length ? `${shown.slice(0, length - 1).join('')}…` : shown.join('')
}
