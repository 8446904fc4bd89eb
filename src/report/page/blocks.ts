import {type ComponentChildren, h} from 'preact'
import {webAddress} from '../../lib/escape/html.ts'
import {showMarks} from '../../lib/escape/marks.ts'
import {codeSpans} from '../../lib/text/code-spans.ts'

/** Text that came from elsewhere: what acts on the reader's screen, such as marks of direction, shows as an escape. */
export function text(value: string): string {
  return showMarks(value)
}

/** A sentence in which code stands between backticks. */
export function sentenceWithCode(sentence: string): ComponentChildren[] {
  return codeSpans(sentence).map(span => (span.isCode ? h('code', null, text(span.text)) : text(span.text)))
}

/** A line of text whose web addresses may be followed; any other address stays text. */
export function linked(value: string): ComponentChildren {
  const address = webAddress(value)
  return address === undefined || address.length > 2000
    ? text(value)
    : h('a', {href: address, rel: 'noopener noreferrer nofollow'}, text(value))
}

/** A part with a heading that the table of contents leads to. */
export function section(id: string, title: string, ...children: ComponentChildren[]): ComponentChildren {
  return h(
    'section',
    {id, class: 'card', 'aria-labelledby': `${id}-title`},
    h('h2', {id: `${id}-title`}, title),
    ...children,
  )
}

/** A label with its tone; the words say what the tone says. */
export function tag(tone: string, words: string): ComponentChildren {
  return h('span', {class: `tag ${tone}`}, words)
}

/** A table that scrolls inside itself where the page is narrow; on a phone its rows are blocks with a word for each cell. */
export function table(
  label: string,
  columns: readonly string[],
  rows: readonly (readonly ComponentChildren[])[],
): ComponentChildren {
  const [, ...others] = columns
  return h(
    'div',
    {class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': label},
    h(
      'table',
      {class: 'wide'},
      h('thead', null, h('tr', null, ...columns.map(column => h('th', {scope: 'col'}, column)))),
      h(
        'tbody',
        null,
        rows.map(([first, ...rest]) =>
          h(
            'tr',
            null,
            h('th', {scope: 'row'}, first),
            ...rest.map((cell, index) => h('td', {'data-label': others[index]}, cell)),
          ),
        ),
      ),
    ),
  )
}

/** Names and values. */
export function rows(items: readonly {readonly label: string; readonly value: ComponentChildren}[]): ComponentChildren {
  return h(
    'dl',
    {class: 'rows'},
    items.map(({label, value}) => h('div', null, h('dt', null, text(label)), h('dd', null, value))),
  )
}
