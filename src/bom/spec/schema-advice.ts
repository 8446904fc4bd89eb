import type {SchemaError} from './schema.ts'

/** What to do about a fault that a schema found. */
export function fixOf({keyword, instancePath, params}: SchemaError): string {
  const last = instancePath.slice(instancePath.lastIndexOf('/') + 1)
  switch (keyword) {
    case 'required':
      return `Add ${quoted(params['missingProperty'])}`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return extraAdvice(instancePath, String(params['additionalProperty'] ?? ''))
    case 'enum':
    case 'const':
      return last === 'id' && instancePath.includes('/license')
        ? 'Write an id of the SPDX list, or give the license a name in place of an id'
        : 'Use one of the listed values'
    case 'type':
      return `Write it as ${quoted(params['type'])}${params['type'] === 'boolean' ? ': true or false, without quotes' : ''}`
    case 'format':
      return params['format'] === 'date-time'
        ? 'Write it as 2026-01-31T12:00:00Z'
        : `Write it as ${quoted(params['format'])}`
    case 'pattern':
      return patternAdvice(last)
    case 'uniqueItems':
      return 'Leave one of the two out'
    case 'oneOf':
    case 'anyOf':
      return 'Write exactly one of the alternatives that the specification has here'
    default:
      return 'Write it as the specification of this version has it'
  }
}

function extraAdvice(pointer: string, name: string): string {
  if (name === 'properties' && /\/modelCard\/(?:modelParameters|considerations)$/.test(pointer))
    return 'Move the properties to the component: model parameters and considerations have none'
  return `Leave ${quoted(name)} out, or write it as one of the component’s properties; it may also be of a later version`
}

function patternAdvice(name: string): string {
  if (name === 'serialNumber') return 'Write it as urn:uuid: and a UUID in lower case'
  if (name === 'content') return 'Write the digest in hex, with the digits that its algorithm has'
  return 'Write it in the form that the message names'
}

function quoted(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.join(' or ') : String(value ?? 'what is missing'))
}
