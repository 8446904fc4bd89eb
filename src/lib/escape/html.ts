import {showMarks} from './marks.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
}

/**
 * Text of an element, or the value of an attribute even where its quotes were forgotten; not for scripts, styles and
 * addresses.
 */
export function htmlText(text: string): string {
  return showMarks(text).replace(/[&<>"'`=]/g, sign => entities[sign] ?? '')
}

/** An address that a reader may follow: http and https only, `javascript:` and `data:` never. */
export function webAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined
}
