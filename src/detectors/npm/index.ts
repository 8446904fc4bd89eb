import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'
import type {Detector} from '../detector.ts'
import {assembleNpm} from './assemble/assemble.ts'
import type {LockReading} from './lock.ts'
import {parseBunLock} from './locks/bun-lock.ts'
import {parseDenoLock} from './locks/deno-lock.ts'
import {parsePackageLock} from './locks/package-lock.ts'
import {parsePnpmLock} from './locks/pnpm-lock.ts'
import {parseYarnBerry} from './locks/yarn-berry.ts'
import {parseYarnClassic} from './locks/yarn-classic.ts'
import {parseManifest} from './manifest.ts'
import {patchOfFile} from './patches.ts'
import type {NpmNote} from './projects.ts'
import {parseWorkspace} from './workspace.ts'

/** The largest real lock files have some 5 MB. */
const textLimitBytes = 64 * 1024 * 1024

const lockParsers: ReadonlyMap<string, (text: string, path: string) => LockReading> = new Map([
  ['package-lock.json', parsePackageLock],
  ['npm-shrinkwrap.json', parsePackageLock],
  ['pnpm-lock.yaml', parsePnpmLock],
  [
    'yarn.lock',
    (text: string, path: string) => (isBerry(text) ? parseYarnBerry(text, path) : parseYarnClassic(text, path)),
  ],
  ['bun.lock', parseBunLock],
  ['deno.lock', parseDenoLock],
])
const parsers: ReadonlyMap<string, (text: string, path: string) => NpmNote> = new Map<
  string,
  (text: string, path: string) => NpmNote
>([
  ['package.json', (text, path) => ({kind: 'manifest', manifest: parseManifest(text, path)})],
  ['pnpm-workspace.yaml', (text, path) => ({kind: 'workspace', workspace: parseWorkspace(text, path)})],
])
const binaryLock = 'bun.lockb'

/** npm packages: manifests and the lock files of npm, pnpm, yarn, bun and deno. */
export const npm: Detector<NpmNote> = {
  id: 'npm',
  version: 1,
  finds: ['package'],
  assemblesAlike: true,
  required: file => isClaimed(file.path),
  extract,
  assemble: assembleNpm,
}

function isClaimed(path: string): boolean {
  const name = baseName(path)
  return (
    parsers.has(name) ||
    lockParsers.has(name) ||
    name === binaryLock ||
    (name.endsWith('.patch') && patchOfFile(path) !== undefined)
  )
}

async function extract(file: OpenFile): Promise<Extraction<NpmNote>> {
  const {path} = file
  const patch = patchOfFile(path)
  if (patch !== undefined) return {assets: [], notes: [{kind: 'patch', patch}]}
  const parse = parsers.get(baseName(path))
  if (parse === undefined) {
    const {reading, gaps} = await readLockFile(file)
    return {assets: [], notes: reading === undefined ? [] : [{kind: 'lock', lock: reading.lock}], gaps}
  }
  try {
    return {assets: [], notes: [parse(await file.text(textLimitBytes), path)]}
  } catch (error) {
    return {assets: [], gaps: [gapOf(error, path)]}
  }
}

/** A lock file with all that can be asked of it; without a reading where it could not be read, and why. */
export async function readLockFile(
  file: OpenFile,
): Promise<{readonly reading?: LockReading; readonly gaps: readonly Gap[]}> {
  const {path} = file
  const parse = lockParsers.get(baseName(path))
  if (parse === undefined) {
    const message = `${path} is bun's binary lock file, which is not read: write a text one with bun install --save-text-lockfile`
    return {gaps: [{path, stage: 'extract', code: 'binary-lock', message}]}
  }
  try {
    return {reading: parse(await file.text(textLimitBytes), path), gaps: []}
  } catch (error) {
    return {gaps: [gapOf(error, path)]}
  }
}

function gapOf(error: unknown, path: string): Gap {
  if (!(error instanceof AibomError)) throw error
  return {path, stage: 'extract', code: gapCodeOf(error), message: error.message}
}

/** Yarn 2 and later write YAML with a block about the file itself. */
function isBerry(text: string): boolean {
  return /^__metadata:/m.test(text)
}
