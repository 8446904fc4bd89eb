import {parsePlainYaml} from '../../lib/plain-yaml.ts'
import {parseYamlStream, type YamlDocument} from '../../lib/yaml.ts'

/** A lock file in YAML, its scalars as they are written; of several documents the last. Errors as of parseYaml. */
export function parseLockYaml(text: string, path: string): YamlDocument {
  return parsePlainYaml(text) ?? parseYamlStream(text, path, {scalars: 'strings'}).at(-1) ?? {value: undefined, lineOf: () => undefined}
}
