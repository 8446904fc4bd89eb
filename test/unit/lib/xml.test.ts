import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {AibomError} from '../../../src/lib/errors.ts'
import {parseXml, xmlChild, xmlElements, xmlText} from '../../../src/lib/parse/xml.ts'

const sample = `\ufeff<?xml version="1.0"?>
<!-- <a> -->
<project xmlns="urn:one" xmlns:x="urn:two">
  <x:name kind='a "b" &amp; c'>  one &lt; two&#x21;  </x:name>
  <empty/>
  <list><item>1</item><item><![CDATA[<2>]]></item></list>
</project>`

describe('parseXml', () => {
  it('reads elements with their namespaces, attributes, text and lines', () => {
    const root = parseXml(sample, 'a.xml')
    expect([root.name, root.namespace, root.line]).toEqual(['project', 'urn:one', 3])
    const name = xmlChild(root, 'name')
    expect([name?.namespace, name?.line, name?.attributes.get('kind')]).toEqual(['urn:two', 4, 'a "b" & c'])
    expect([xmlText(root, 'name'), xmlText(root, 'empty'), xmlText(root, 'none')]).toEqual([
      'one < two!',
      undefined,
      undefined,
    ])
    expect([...xmlElements(root, 'item')].map(({text}) => text)).toEqual(['1', '<2>'])
  })

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'AIBOM_XML_DTD'],
    ['an entity nobody declared', '<a>&x;</a>', 'AIBOM_XML_INVALID'],
    ['a bare ampersand', '<a>a & b</a>', 'AIBOM_XML_INVALID'],
    ['tags that cross', '<a><b></a></b>', 'AIBOM_XML_INVALID'],
    ['what is not closed', '<a><b/>', 'AIBOM_XML_INVALID'],
    ['a second root', '<a/><b/>', 'AIBOM_XML_INVALID'],
    ['text outside', '<a/>x', 'AIBOM_XML_INVALID'],
    ['nothing', '', 'AIBOM_XML_INVALID'],
    ['an attribute twice', '<a b="1" b="2"/>', 'AIBOM_XML_INVALID'],
    ['an endless comment', '<a><!-- ', 'AIBOM_XML_INVALID'],
    ['deep nesting', '<a>'.repeat(200), 'AIBOM_XML_TOO_DEEP'],
    [
      'many namespaces',
      `<a ${Array.from({length: 200}, (_, at) => `xmlns:n${at}="u"`).join(' ')}/>`,
      'AIBOM_XML_TOO_LARGE',
    ],
  ])('refuses %s', (_name, text, code) => {
    expect(() => parseXml(text, 'a.xml')).toThrow(expect.objectContaining({code}))
  })

  it('fails in no other way, whatever the text', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<',
            '>',
            '/',
            '"',
            "'",
            '=',
            '&',
            ';',
            'a',
            'b',
            ' ',
            '<!--',
            '-->',
            '<![CDATA[',
            ']]>',
            '<a>',
            '</a>',
          ),
        ),
        parts => {
          try {
            parseXml(parts.join(''), 'a.xml')
          } catch (error) {
            expect(error).toBeInstanceOf(AibomError)
          }
        },
      ),
    ))

  it.each([
    '<a '.repeat(200_000),
    `<a>${' '.repeat(2_000_000)}`,
    `<a ${' '.repeat(2_000_000)}`,
    `<a>${'<b/>'.repeat(200_000)}`,
    '&'.repeat(500_000),
  ])(
    'takes linear time for what goes on and on',
    text => {
      try {
        parseXml(text, 'a.xml')
      } catch (error) {
        expect(error).toBeInstanceOf(AibomError)
      }
    },
    10_000,
  )
})
