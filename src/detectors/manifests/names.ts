import type {ManifestFacts} from '../../inventory/facts.ts'
import {baseName} from '../../lib/path.ts'

const exactNames: ReadonlyMap<string, ManifestFacts> = new Map([
  ['package.json', {ecosystem: 'npm', role: 'manifest'}],
  ['pnpm-workspace.yaml', {ecosystem: 'npm', role: 'manifest'}],
  ['package-lock.json', {ecosystem: 'npm', role: 'lock'}],
  ['npm-shrinkwrap.json', {ecosystem: 'npm', role: 'lock'}],
  ['pnpm-lock.yaml', {ecosystem: 'npm', role: 'lock'}],
  ['yarn.lock', {ecosystem: 'npm', role: 'lock'}],
  ['bun.lock', {ecosystem: 'npm', role: 'lock'}],
  ['bun.lockb', {ecosystem: 'npm', role: 'lock'}],
  ['deno.lock', {ecosystem: 'npm', role: 'lock'}],
  ['pyproject.toml', {ecosystem: 'pypi', role: 'manifest'}],
  ['setup.py', {ecosystem: 'pypi', role: 'manifest'}],
  ['setup.cfg', {ecosystem: 'pypi', role: 'manifest'}],
  ['Pipfile', {ecosystem: 'pypi', role: 'manifest'}],
  ['Pipfile.lock', {ecosystem: 'pypi', role: 'lock'}],
  ['poetry.lock', {ecosystem: 'pypi', role: 'lock'}],
  ['uv.lock', {ecosystem: 'pypi', role: 'lock'}],
  ['pdm.lock', {ecosystem: 'pypi', role: 'lock'}],
  ['MLproject', {ecosystem: 'mlflow', role: 'manifest'}],
  ['Chart.yaml', {ecosystem: 'helm', role: 'manifest'}],
  ['Chart.lock', {ecosystem: 'helm', role: 'lock'}],
  ['go.mod', {ecosystem: 'golang', role: 'manifest'}],
  ['go.work', {ecosystem: 'golang', role: 'manifest'}],
  ['go.sum', {ecosystem: 'golang', role: 'lock'}],
  ['go.work.sum', {ecosystem: 'golang', role: 'lock'}],
  ['pom.xml', {ecosystem: 'maven', role: 'manifest'}],
  ['build.gradle', {ecosystem: 'maven', role: 'manifest'}],
  ['build.gradle.kts', {ecosystem: 'maven', role: 'manifest'}],
  ['settings.gradle', {ecosystem: 'maven', role: 'manifest'}],
  ['settings.gradle.kts', {ecosystem: 'maven', role: 'manifest'}],
  ['gradle.properties', {ecosystem: 'maven', role: 'manifest'}],
  ['gradle.lockfile', {ecosystem: 'maven', role: 'lock'}],
  ['verification-metadata.xml', {ecosystem: 'maven', role: 'lock'}],
  ['Directory.Packages.props', {ecosystem: 'nuget', role: 'manifest'}],
  ['Directory.Build.props', {ecosystem: 'nuget', role: 'manifest'}],
  ['packages.config', {ecosystem: 'nuget', role: 'manifest'}],
  ['packages.lock.json', {ecosystem: 'nuget', role: 'lock'}],
  ['Cargo.toml', {ecosystem: 'cargo', role: 'manifest'}],
  ['Cargo.lock', {ecosystem: 'cargo', role: 'lock'}],
  ['Gemfile', {ecosystem: 'gem', role: 'manifest'}],
  ['Gemfile.lock', {ecosystem: 'gem', role: 'lock'}],
  ['composer.json', {ecosystem: 'composer', role: 'manifest'}],
  ['composer.lock', {ecosystem: 'composer', role: 'lock'}],
  ['Package.swift', {ecosystem: 'swift', role: 'manifest'}],
  ['Package.resolved', {ecosystem: 'swift', role: 'lock'}],
  ['project.pbxproj', {ecosystem: 'swift', role: 'manifest'}],
  ['Podfile', {ecosystem: 'cocoapods', role: 'manifest'}],
  ['Podfile.lock', {ecosystem: 'cocoapods', role: 'lock'}],
])
/** Files that are called after their project. */
const endings: ReadonlyMap<string, ManifestFacts> = new Map([
  ['csproj', {ecosystem: 'nuget', role: 'manifest'}],
  ['fsproj', {ecosystem: 'nuget', role: 'manifest'}],
  ['vbproj', {ecosystem: 'nuget', role: 'manifest'}],
  ['gemspec', {ecosystem: 'gem', role: 'manifest'}],
])

/** What a file that declares or pins dependencies is, by its name; undefined for any other. */
export function manifestOf(path: string): ManifestFacts | undefined {
  const base = baseName(path)
  const exact = exactNames.get(base)
  if (exact !== undefined) return exact
  if (base.startsWith('pylock.') && base.endsWith('.toml')) return {ecosystem: 'pypi', role: 'lock'}
  if (base.endsWith('.txt') || base.endsWith('.in'))
    return isRequirements(base, path) ? {ecosystem: 'pypi', role: 'manifest'} : undefined
  const named = endings.get(base.slice(base.lastIndexOf('.') + 1))
  if (named !== undefined) return named
  if (base.endsWith('.versions.toml')) return {ecosystem: 'maven', role: 'manifest'}
  return isCondaEnvironment(base) ? {ecosystem: 'conda', role: 'manifest'} : undefined
}

function isRequirements(base: string, path: string): boolean {
  return (
    base.startsWith('requirements') ||
    base.includes('requirements.') ||
    base.startsWith('constraints') ||
    path.endsWith(`requirements/${base}`)
  )
}

function isCondaEnvironment(base: string): boolean {
  if (!base.endsWith('.yml') && !base.endsWith('.yaml')) return false
  const stem = base.slice(0, base.lastIndexOf('.'))
  return (
    stem === 'conda' ||
    stem === 'environment' ||
    stem.startsWith('environment-') ||
    stem.startsWith('conda-') ||
    stem.startsWith('conda_')
  )
}
