import {createRequire} from 'node:module'
import {_, Ajv, type KeywordCxt} from 'ajv'
import {areUnique} from '../check/unique-items.ts'
import {type CheckedVersion, loadSchema, type Validator} from '../spec/schema.ts'

const require = createRequire(import.meta.url)

/** Compiles the official schema of a version, in development; {@link compiler} is shared with the build. */
export function compile(spec: CheckedVersion): Validator {
  return compiler().compile(checkedSchema(`bom-${spec}`))
}

/**
 * The schema compiler with `uniqueItems` in linear time.
 * @param source also keeps the code, for a build that writes it out
 */
export function compiler(source = false): Ajv {
  const ajv = new Ajv({
    strict: false,
    validateFormats: true,
    addUsedSchema: false,
    inlineRefs: false,
    code: {source, esm: source},
  })
  addFormats(ajv)
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(checkedSchema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: {message: 'must not have two equal items'},
    code(context: KeywordCxt) {
      if (context.schema !== true) return
      const unique = context.gen.scopeValue('func', {ref: areUnique, code: _`areUnique`})
      context.fail(_`!${unique}(${context.data})`)
    },
  })
  return ajv
}

/** An official schema without its prose, which would stand in the code a build writes out. */
export function checkedSchema(name: string): object {
  const isProse = (key: string, value: unknown): boolean =>
    key === 'meta:enum' ||
    (key === 'examples' && Array.isArray(value)) ||
    (['description', 'title', '$comment'].includes(key) && typeof value === 'string')
  return JSON.parse(
    JSON.stringify(loadSchema(name), (key, value: unknown) => (isProse(key, value) ? undefined : value)),
  )
}

/**
 * Formats as the CycloneDX library checks them, which leaves references open; the plug-in is a CommonJS function that
 * adds to the instance.
 */
function addFormats(ajv: Ajv): void {
  const plugin: unknown = require('ajv-formats')
  if (typeof plugin === 'function') plugin(ajv)
  ajv.addFormat('iri-reference', true)
  ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/)
}
