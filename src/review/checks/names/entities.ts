import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import type {BomView, Part} from '../../view.ts'

/** A name with the JSON pointer of its text; without a part it is one of the document. */
export interface PlacedName {
  readonly name: string
  readonly pointer: string
  readonly part?: Part
}

/** Everybody who is named as maker, supplier, provider, author or publisher. */
export function entitiesOf(view: BomView): PlacedName[] {
  const parts = [...view.parts, ...view.services].flatMap(part =>
    namesIn(part.node, part.pointer).map(each => ({...each, part})),
  )
  return [...namesIn(view.metadata, '/metadata'), ...parts]
}

function namesIn(node: UnknownRecord, pointer: string): PlacedName[] {
  const entities = ['supplier', 'manufacturer', 'manufacture', 'provider'].flatMap(field => {
    const name = asText(asRecord(node[field])?.['name'])
    return name === undefined ? [] : [{name, pointer: `${pointer}/${field}/name`}]
  })
  const authors = indexedRecords(node['authors']).flatMap(([index, author]) => {
    const name = asText(author['name'])
    return name === undefined ? [] : [{name, pointer: `${pointer}/authors/${index}/name`}]
  })
  const texts = ['publisher', 'author'].flatMap(field => {
    const name = asText(node[field])
    return name === undefined ? [] : [{name, pointer: `${pointer}/${field}`}]
  })
  return [...entities, ...authors, ...texts]
}
