import type {Gap} from '../../../inventory/gap.ts'
import {asList, asRecord, textsOf} from '../../../lib/narrow.ts'
import {parseYaml} from '../../../lib/parse/yaml.ts'
import type {Declared, LocalFolder} from '../notes.ts'
import {parseRequirements, type RequirementsFile} from './requirements.ts'

/**
 * The `pip:` lists of a conda environment, each line as in a requirements file. Conda's own packages come from other
 * channels under names of their own: see detectors/conda.
 * @returns undefined when the file is no environment
 */
export function readEnvironment(text: string, path: string): RequirementsFile | undefined {
  if (!text.includes('dependencies')) return undefined
  const document = parseYaml(text, path, {scalars: 'strings'})
  const dependencies = asRecord(document.value)?.['dependencies']
  if (!Array.isArray(dependencies)) return undefined
  const declared: Declared[] = []
  const folders: LocalFolder[] = []
  const gaps: Gap[] = []
  const includes: RequirementsFile['includes'][number][] = []
  for (const [at, item] of dependencies.entries()) {
    const pip = asRecord(item)?.['pip']
    for (const [index, requirement] of asList(pip).entries()) {
      const line = document.lineOf(['dependencies', at, 'pip', index])
      const found = parseRequirements(textsOf(requirement).join(''), path, 'requirements')
      declared.push(...found.declared.map(entry => ({...entry, line, scope: 'runtime' as const})))
      folders.push(...found.folders.map(folder => ({...folder, line: line ?? folder.line})))
      gaps.push(...found.gaps.map(gap => ({...gap, ...(line !== undefined && {line})})))
      includes.push(...found.includes)
    }
  }
  return {declared, folders, includes, gaps}
}
