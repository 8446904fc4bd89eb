import {createHash} from 'node:crypto'
import {type ComponentChildren, h} from 'preact'
import {renderToString} from 'preact-render-to-string'
import {text} from './blocks.ts'
import {pageStyle} from './style.ts'

/** What a page has besides its body. */
export interface PageOptions {
  /** more styles of ours */
  readonly style?: string
  /** none unless it has a form that leads to another page of the same server */
  readonly forms?: 'self'
}

/** A whole page in one file. Its policy lets nothing be fetched or run: the one style is named by its digest. */
export function renderPage(
  title: string,
  body: readonly ComponentChildren[],
  {style = '', forms}: PageOptions = {},
): string {
  const styles = pageStyle + style
  const policy = pagePolicy(styles, forms)
  const page = h(
    'html',
    {lang: 'en'},
    h(
      'head',
      null,
      h('meta', {charSet: 'utf-8'}),
      h('meta', {'http-equiv': 'Content-Security-Policy', content: policy}),
      h('meta', {name: 'viewport', content: 'width=device-width, initial-scale=1'}),
      h('meta', {name: 'referrer', content: 'no-referrer'}),
      h('title', null, text(title)),
      h('style', {dangerouslySetInnerHTML: {__html: styles}}),
    ),
    h('body', null, h('a', {class: 'skip', href: '#main'}, 'Skip to content'), h('div', {class: 'wrap'}, ...body)),
  )
  return `<!doctype html>\n${renderToString(page)}\n`
}

/** The Content-Security-Policy of a page with these styles. */
export function pagePolicy(styles: string, forms?: PageOptions['forms']): string {
  const digest = createHash('sha256').update(styles).digest('base64')
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action '${forms ?? 'none'}'`
}
