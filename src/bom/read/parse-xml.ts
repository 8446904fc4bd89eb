import {nearest} from '../spec/lines.ts'
import {isCheckedVersion} from '../spec/schema.ts'
import {toJsonForm, xmlSpecVersion} from '../xml/document.ts'
import {parseXml, type XmlElement, XmlFault} from '../xml/element.ts'
import {invalid, type ParsedBom} from './parsed.ts'

/**
 * A CycloneDX document in XML, 1.0 to 1.7, in its JSON form.
 * @throws {AibomError} `AIBOM_BOM_INVALID`
 */
export function parseXmlBom(text: string, path: string): ParsedBom {
  const root = xmlRoot(text, path)
  const version = xmlSpecVersion(root)
  if (version === undefined)
    throw invalid(
      path,
      `is not a CycloneDX BOM: its first element is ${root.name.slice(0, 80)} of ${root.namespace.slice(0, 200) || 'no namespace'}`,
    )
  const spec = version === '1.0' || version === '1.1' ? '1.2' : version
  if (!isCheckedVersion(spec)) throw invalid(path, `has the namespace of CycloneDX ${version}; 1.0 to 1.7 are read`)
  const {document, lines, signed, doubtful} = toJsonForm(root, spec)
  return {
    form: 'xml',
    document,
    spec,
    specVersion: version,
    doubled: [],
    lineOf: pointer => nearest(lines, pointer),
    xmlSigned: signed,
    xmlDoubtful: doubtful,
  }
}

function xmlRoot(text: string, path: string): XmlElement {
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof XmlFault) throw invalid(path, `cannot be read as XML: ${error.message}`, error)
    throw error
  }
}
