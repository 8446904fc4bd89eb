import {type ComponentChildren, h} from 'preact'
import {text} from './blocks.ts'

/** Something that held from one time to another, or holds still. */
export interface Span {
  readonly label: string
  /** milliseconds since 1970 */
  readonly from: number
  readonly until?: number
}

const [width, labelWidth, rowHeight, top] = [960, 380, 26, 30]
const labelLength = 54
const leastBar = 6

/** Spans below each other on one axis of time, which ends at the time of the last change. */
export function timeline(title: string, spans: readonly Span[], now: number): ComponentChildren {
  const first = Math.min(...spans.map(({from}) => from))
  const last = Math.max(now, ...spans.map(({until}) => until ?? now))
  const scale = (at: number): number =>
    labelWidth + ((at - first) / Math.max(1, last - first)) * (width - labelWidth - 12)
  const height = top + spans.length * rowHeight + 6
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  const description = spans
    .map(({label, from, until}) => `${label}: ${day(from)} to ${until === undefined ? 'now' : day(until)}`)
    .join('. ')
  return h(
    'div',
    {class: 'graph', tabIndex: 0, role: 'region', 'aria-label': `${title}, picture`},
    h(
      'svg',
      {
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: 'img',
        'aria-label': text(`${title}. ${description}`.slice(0, 4000)),
      },
      h('text', {class: 'detail', x: labelWidth, y: 18}, day(first)),
      h('text', {class: 'detail', x: width - 12, y: 18, 'text-anchor': 'end'}, 'now'),
      ...spans.map((span, row) =>
        drawSpan(span, {y: top + row * rowHeight, begin: scale(span.from), end: scale(span.until ?? last)}),
      ),
    ),
  )
}

function drawSpan(
  {label, until}: Span,
  {y, begin, end}: {readonly y: number; readonly begin: number; readonly end: number},
): ComponentChildren {
  const shown = [...text(label)]
  return h(
    'g',
    {class: until === undefined ? 'low' : 'none'},
    h('title', null, text(label)),
    h(
      'text',
      {class: 'name', x: 0, y: y + 15},
      shown.length > labelLength ? `${shown.slice(0, labelLength - 1).join('')}…` : shown.join(''),
    ),
    h('rect', {
      class: until === undefined ? 'box' : 'box unknown',
      ...{x: begin.toFixed(1), y: y + 3, width: Math.max(leastBar, end - begin).toFixed(1), height: 15, rx: 4},
    }),
  )
}
