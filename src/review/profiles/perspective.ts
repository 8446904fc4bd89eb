import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseStrictJson} from '../../lib/parse/strict-json.ts'
import {splitPath} from './paths.ts'
import {frameworkName, type Profile, type Relevance, type Requirement} from './profile.ts'

const relevances: readonly Relevance[] = ['required', 'recommended', 'optional', 'informative']

/**
 * Reads the perspectives of a CycloneDX 2.0 document as one profile: each mapping is a requirement; mappings of one
 * native name are alternatives.
 * @throws {AibomError} `AIBOM_PROFILE_INVALID`, with what is wrong where
 */
export function parsePerspectives(text: string, path: string): Profile {
  const perspectives = recordsOf(asRecord(parse(text, path))?.['perspectives'])
  if (perspectives.length === 0) throw invalid(path, 'it has no perspectives')
  const frameworks = perspectives.map(each => {
    const description = asText(each['description'])
    return {name: asText(each['name']) ?? 'without a name', ...(description !== undefined && {note: description})}
  })
  const requirements = perspectives.flatMap(({mappings}, framework) =>
    toRequirements(recordsOf(mappings), framework, path),
  )
  if (requirements.length === 0) throw invalid(path, 'its perspectives have no mappings')
  return {name: path, title: frameworks.map(({name}) => name).join(', '), frameworks, requirements}
}

function parse(text: string, path: string): unknown {
  try {
    return parseStrictJson(text).value
  } catch (error) {
    if (error instanceof AibomError) throw invalid(path, error.message, error)
    throw error
  }
}

function invalid(path: string, message: string, cause?: unknown): AibomError {
  const hint = 'Its form: the perspectives of CycloneDX 2.0; see schemas/perspectives'
  return new AibomError('AIBOM_PROFILE_INVALID', `${path}: ${message}`, {hint, cause})
}

function toRequirements(mappings: readonly UnknownRecord[], framework: number, path: string): Requirement[] {
  const byName = new Map<string, Requirement>()
  for (const [index, mapping] of mappings.entries()) {
    const at = `/perspectives/${framework}/mappings/${index}`
    const expression = asText(mapping['expression'])
    if (expression === undefined) throw invalid(path, `${at} has no expression`)
    assertPath(expression, `${at}/expression`, path)
    const id = asText(mapping['nativeName']) ?? expression
    const known = byName.get(id)
    byName.set(id, {
      id,
      framework,
      text: known?.text ?? asText(mapping['nativeDescription']) ?? id,
      paths: [[...(known?.paths[0] ?? []), expression]],
      relevance: known?.relevance ?? relevances.find(each => each === mapping['relevance']),
    })
  }
  return [...byName.values()]
}

function assertPath(expression: string, at: string, path: string): void {
  try {
    splitPath(expression)
  } catch (error) {
    throw invalid(path, `${at}: ${error instanceof Error ? error.message : 'it is not JSONPath'}`, error)
  }
}

/** A profile as a document of CycloneDX 2.0, which is not released yet: for programs that read perspectives. */
export function toPerspectives({title, frameworks, requirements}: Profile): object {
  return {
    $schema: 'https://cyclonedx.org/schema/2.0/cyclonedx-2.0.schema.json',
    specFormat: 'CycloneDX',
    specVersion: '2.0',
    version: 1,
    perspectives: frameworks.map(({note, source, ...named}, index) => ({
      name: frameworkName(named),
      description: [title, note, source === undefined ? undefined : `Source: ${source}.`]
        .filter(text => text !== undefined)
        .join(' '),
      domains: ['artificial-intelligence', 'transparency', 'regulatory-compliance'],
      mappings: requirements.filter(({framework}) => framework === index).flatMap(toMappings),
    })),
  }
}

const sentences = {
  bytes: 'The files themselves show it.',
  registry: 'A registry or the model card shows it.',
  vendor: 'Only the vendor can say it.',
} as const

function toMappings({id, text, paths, from, relevance, appliesFrom, unverified, touches}: Requirement): object[] {
  const rationale = [
    ...(from === undefined ? [] : [sentences[from]]),
    ...(touches === true ? ['That something is stated does not show that it suffices.'] : []),
    ...(appliesFrom === undefined ? [] : [`It binds from ${appliesFrom}.`]),
    ...(unverified === true ? ['The text itself was not read.'] : []),
  ]
  return paths.flatMap((group, part) =>
    group.map(expression => ({
      expression,
      nativeName: paths.length === 1 ? id : `${id}, part ${part + 1}`,
      nativeDescription: text,
      relevance: relevance ?? 'required',
      ...(rationale.length > 0 && {rationale: rationale.join(' ')}),
    })),
  )
}
