import {isKeyLike} from './key-like.ts'
import {kindOfName, mayBeSecret} from './names.ts'
import {type Span, spanOf} from './value.ts'
import type {Writing} from './writing.ts'

/** `<apiKey>value</apiKey>`, `<entry key="password">value</entry>` */
const elementPattern =
  /<([A-Za-z_][\w.:-]{0,100})((?:[ \t\r\n][^<>]{0,300})?)>[ \t\r\n]{0,40}(?:<!\[CDATA\[)?[ \t\r\n]{0,40}([^<>\s\]][^<>\]]{0,4096})(?:\]\]>[ \t\r\n]{0,40})?<\//g
const nameAttribute = /[ \t\r\n](?:name|key|id)[ \t]{0,8}=[ \t]{0,8}["']([\w.-]{1,100})["']/
/** Property lists of Apple have names and values side by side. */
const propertyPattern = /<key>([\w.: -]{1,100})<\/key>[ \t\r\n]{0,100}<string>([^<>]{1,4096})<\/string>/g
/** In a place that holds names of keys as well as keys. */
const shortestKey = 12

/** Secret text of XML elements. In code an element may be one of a page, whose words people read. */
export function spansOfElements(text: string, writing: Writing): Span[] {
  if (!text.includes('</')) return []
  const elements = [...text.matchAll(elementPattern)].flatMap(
    ({index, 0: all, 1: tag = '', 2: attributes = '', 3: content = ''}) => {
      const start = index + all.lastIndexOf(content)
      return secretSpan(
        text,
        start,
        content,
        nameAttribute.exec(attributes)?.[1] ?? tag.slice(tag.indexOf(':') + 1),
        writing,
      )
    },
  )
  const properties = [...text.matchAll(propertyPattern)].flatMap(({index, 0: all, 1: name = '', 2: content = ''}) =>
    secretSpan(text, index + all.lastIndexOf(content), content, name, writing),
  )
  return [...elements, ...properties]
}

function secretSpan(text: string, start: number, content: string, name: string, writing: Writing): Span[] {
  const kind = mayBeSecret(name) ? kindOfName(name) : 'other'
  if (kind !== 'secret' && kind !== 'maybe') return []
  const end = start + content.trimEnd().length
  const isKey = isKeyLike(text.slice(start, end), shortestKey)
  if (/^keys?$/i.test(name) && !isKey) return []
  return spanOf(text, start, end, {kind: isKey || (kind === 'secret' && writing !== 'code') ? 'secret' : 'maybe'})
}
