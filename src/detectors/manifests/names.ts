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
])

/** What a file that declares or pins dependencies is, by its name; undefined for any other. */
export function manifestOf(path: string): ManifestFacts | undefined {
  const base = baseName(path)
  const exact = exactNames.get(base)
  if (exact !== undefined) return exact
  if (base.startsWith('pylock.') && base.endsWith('.toml')) return {ecosystem: 'pypi', role: 'lock'}
  if (base.endsWith('.txt') || base.endsWith('.in')) return isRequirements(base, path) ? {ecosystem: 'pypi', role: 'manifest'} : undefined
  return isCondaEnvironment(base) ? {ecosystem: 'conda', role: 'manifest'} : undefined
}

function isRequirements(base: string, path: string): boolean {
  return base.startsWith('requirements') || base.includes('requirements.') || base.startsWith('constraints') || path.endsWith(`requirements/${base}`)
}

function isCondaEnvironment(base: string): boolean {
  if (!base.endsWith('.yml') && !base.endsWith('.yaml')) return false
  const stem = base.slice(0, base.lastIndexOf('.'))
  return stem === 'conda' || stem === 'environment' || stem.startsWith('environment-') || stem.startsWith('conda-') || stem.startsWith('conda_')
}
