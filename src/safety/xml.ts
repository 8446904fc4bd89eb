import {readXml, type XmlEvent, xmlText} from '../formats/xml.ts'
import {AibomError} from '../lib/errors.ts'
import {configUnread} from '../rules/config-unread.ts'
import {needsCode} from '../rules/needs-code.ts'
import {xmlDocumentType} from '../rules/xml-document-type.ts'
import {LimitReached} from './budget.ts'
import type {Examination, Probe} from './reader.ts'

/** PMML of large forests has some 100 MB. */
const limitBytes = 256 * 1024 * 1024
const inclusion = 'http://www.w3.org/2001/XInclude'
const inclusionTag = /^(?:xi|xinclude):/i
const definesMore = /<!ENTITY|<!DOCTYPE\s+[^\s>[]+\s+(?:SYSTEM|PUBLIC)/

/** Whether a file is XML whose root has this name; asked of the first bytes. */
export function isXmlOf({head}: Probe, root: RegExp): boolean {
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const text = isWide
    ? xmlText(head)
    : Buffer.from(head)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, '')
  return text.trimStart().startsWith('<') && root.test(text)
}

/**
 * The tags of the whole file, which is accounted for when they have all been read. What a document type would do is a
 * finding.
 */
export function* tagsOf(file: Examination): Generator<XmlEvent> {
  if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of XML`)
  const text = xmlText(file.bytes.read(0n, file.byteLength))
  try {
    for (const event of readXml(text)) {
      file.budget.spend('items')
      if (event.kind === 'open') judgeInclusion(file, event)
      yield event
    }
    file.cover(0, file.byteLength)
  } catch (error) {
    if (!(error instanceof AibomError) || error.code !== 'AIBOM_XML_DTD') throw error
    const reason = definesMore.exec(text)?.[0]
    if (reason === undefined) file.find(configUnread, error.message)
    else
      file.find(xmlDocumentType, `the XML has ${reason}, by which its reader takes text from elsewhere`, {
        evidence: addressIn(text) ?? reason,
      })
    file.cover(0, file.byteLength)
  }
}

/** A reader that knows XInclude puts another file in the place of the element. */
function judgeInclusion(file: Examination, {name, attributes}: Extract<XmlEvent, {kind: 'open'}>): void {
  if (!inclusionTag.test(name) && !hasInclusion(attributes)) return
  const place = attributes.get('href') ?? name
  file.find(needsCode, `the XML includes ${JSON.stringify(place)}, which is not in the file`, {evidence: place})
}

function hasInclusion(attributes: ReadonlyMap<string, string>): boolean {
  for (const value of attributes.values()) if (value === inclusion) return true
  return false
}

/** What an entity, or the document type itself, is read from. */
function addressIn(text: string): string | undefined {
  return /<!(?:ENTITY|DOCTYPE)[^>]{0,400}?(?:SYSTEM|PUBLIC\s+["'][^"']{0,400}["'])\s+["']([^"']{1,400})["']/.exec(
    text,
  )?.[1]
}
