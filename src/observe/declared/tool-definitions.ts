import {definitionDigest, describedTool, descriptionDigest, type ToldOfTool} from '../../inventory/told-of-tool.ts'
import {asRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {type SeenTool, toName} from '../operation.ts'
import type {AttributeValue} from '../otlp/record.ts'
import {remember} from '../remember.ts'

/** Tools of one record that are looked at. */
const toolLimit = 500

/** Tools as an attribute lists them: definitions or bare names, as text or as a value, in the form of any provider. */
export function toolsIn(value: AttributeValue): readonly SeenTool[] {
  return typeof value === 'string' ? toolsInText(value) : toolsOf(value).slice(0, toolLimit)
}

/** The same definitions come with every call. */
const toolsInText = remember((text): readonly SeenTool[] => toolsOf(parseJsonOrNothing(text)).slice(0, toolLimit))

function toolsOf(value: unknown): SeenTool[] {
  if (Array.isArray(value))
    return value.slice(0, toolLimit).flatMap(item => (typeof item === 'string' ? toolsOfText(item) : toolsOf(item)))
  const record = asRecord(value)
  if (record === undefined) return []
  // Bedrock, Gemini and Pydantic AI put lists inside
  const lists = ['tools', 'function_declarations', 'functionDeclarations', 'function_tools', 'output_tools'].flatMap(
    name => toolsOf(record[name]),
  )
  if (lists.length > 0) return lists
  const told = describedTool(asRecord(record['function']) ?? asRecord(record['toolSpec']) ?? record)
  return told === undefined ? [] : [definedTool(told)]
}

/** A definition as JSON text, or a bare name. */
function toolsOfText(text: string): SeenTool[] {
  if (/^\s*[{[]/.test(text)) return toolsOf(parseJsonOrNothing(text))
  return text === '' ? [] : [{name: toName(text)}]
}

/** A tool that was run, with what its span says of it. */
export function describedRun(name: string, description: string): SeenTool {
  const digest = descriptionDigest(description)
  return {name: toName(name), digest, description: digest, isPart: true}
}

/** A tool with the digest of its definition, where more than the name is known. */
export function definedTool(told: ToldOfTool): SeenTool {
  const {name, description, schema} = told
  if (description === undefined && schema === undefined) return {name: toName(name)}
  const properties = asRecord(asRecord(schema)?.['properties'])
  const isHandoff =
    /^(?:Handoff to the |Ask agent )/.test(description ?? '') && Object.keys(properties ?? {}).length === 0
  return {
    name: toName(name),
    digest: definitionDigest(told),
    ...(description !== undefined && {description: descriptionDigest(description)}),
    ...(isHandoff && {isHandoff}),
  }
}
