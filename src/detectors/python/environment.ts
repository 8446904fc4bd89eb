import type {Gap} from '../../inventory/gap.ts'
import {asList, asRecord, textsOf} from '../../lib/narrow.ts'
import {parseYaml} from '../../lib/yaml.ts'
import type {Declared, LocalFolder} from './notes.ts'
import {parseRequirements, type RequirementsFile} from './requirements.ts'

const namesShown = 10
const nameLimit = 80

/**
 * The `pip:` lists of a conda environment, each line as in a requirements file. Conda's own packages come from other channels under names of their own,
 * so that no PyPI package can be told from them: they are a gap.
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
  const conda: string[] = []
  for (const [at, item] of dependencies.entries()) {
    const pip = asRecord(item)?.['pip']
    conda.push(...textsOf(item).filter(text => !/^(?:python|pip)\b(?!-)/.test(text)))
    for (const [index, requirement] of asList(pip).entries()) {
      const line = document.lineOf(['dependencies', at, 'pip', index])
      const found = parseRequirements(textsOf(requirement).join(''), path, 'requirements')
      declared.push(...found.declared.map(entry => ({...entry, line, scope: 'runtime' as const})))
      folders.push(...found.folders.map(folder => ({...folder, line: line ?? folder.line})))
      gaps.push(...found.gaps.map(gap => ({...gap, ...(line !== undefined && {line})})))
      includes.push(...found.includes)
    }
  }
  return {declared, folders, includes, gaps: [...gaps, ...condaGap(conda, path, document.lineOf(['dependencies']))]}
}

function condaGap(packages: readonly string[], path: string, line: number | undefined): Gap[] {
  if (packages.length === 0) return []
  const more = packages.length > namesShown ? ' …' : ''
  const names = packages.slice(0, namesShown).map(text => text.slice(0, nameLimit))
  const message = `conda packages are not listed, only those from PyPI and npm are: ${names.join(', ')}${more} (${packages.length})`
  return [{path, ...(line !== undefined && {line}), stage: 'extract', code: 'conda-packages', message}]
}
