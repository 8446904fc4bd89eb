import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf} from '../../lib/errors.ts'
import {baseName} from '../../lib/path.ts'
import type {Detector} from '../detector.ts'
import {assemblePackages} from './assemble.ts'
import {readCargoLock, readCargoManifest} from './cargo.ts'
import {readComposerLock, readComposerManifest} from './composer.ts'
import {readGemfile, readGemLock} from './gem.ts'
import {readGoMod, readGoSum} from './go.ts'
import {readGradleBuild, readGradleProperties, readVersionCatalog} from './gradle.ts'
import {readGradleLock, readPom, readVerificationMetadata} from './maven.ts'
import type {Note, Read} from './notes.ts'
import {readNugetLock, readPackagesConfig, readProject} from './nuget.ts'
import {readPackageResolved, readSwiftManifest, readXcodeProject} from './swift.ts'

/** Real lock files stay under 10 MB. */
const fileLimitBytes = 32 * 1024 * 1024
/** Dependencies of one file; the largest locks have some thousands. */
const entryLimit = 50_000

const readers: ReadonlyMap<string, Read> = new Map([
  ['go.mod', readGoMod],
  ['go.sum', readGoSum],
  ['pom.xml', readPom],
  ['build.gradle', readGradleBuild],
  ['build.gradle.kts', readGradleBuild],
  ['gradle.properties', readGradleProperties],
  ['gradle.lockfile', readGradleLock],
  ['verification-metadata.xml', readVerificationMetadata],
  ['Directory.Packages.props', readProject],
  ['Directory.Build.props', readProject],
  ['packages.config', readPackagesConfig],
  ['packages.lock.json', readNugetLock],
  ['Cargo.toml', readCargoManifest],
  ['Cargo.lock', readCargoLock],
  ['Gemfile', readGemfile],
  ['Gemfile.lock', readGemLock],
  ['plugin.rb', readGemfile],
  ['composer.json', readComposerManifest],
  ['composer.lock', readComposerLock],
  ['Package.resolved', readPackageResolved],
  ['Package.swift', readSwiftManifest],
  ['project.pbxproj', readXcodeProject],
])

function readerOf(path: string): Read | undefined {
  const base = baseName(path)
  const exact = readers.get(base)
  if (exact !== undefined) return exact
  if (base.endsWith('.csproj') || base.endsWith('.fsproj') || base.endsWith('.vbproj')) return readProject
  if (base.endsWith('.versions.toml')) return readVersionCatalog
  return base.endsWith('.gemspec') ? readGemfile : undefined
}

/**
 * Packages of Go, Java, Kotlin, .NET, Rust, Ruby, PHP and Swift: what manifests declare and lock files pin. Build files
 * that are programs are read, never run.
 */
export const packages: Detector<Note> = {
  id: 'packages',
  version: 1,
  finds: ['package'],
  required: file => readerOf(file.path) !== undefined,
  extract,
  assemble: assemblePackages,
}

async function extract(file: OpenFile): Promise<Extraction<Note>> {
  const {path} = file
  const read = readerOf(path)
  if (read === undefined) return {assets: []}
  try {
    const note = read(await file.text(fileLimitBytes), path)
    if (note.entries.length <= entryLimit) return {assets: [], notes: [note]}
    const message = `${note.entries.length} packages, of which ${entryLimit} are read`
    return {
      assets: [],
      notes: [{...note, entries: note.entries.slice(0, entryLimit)}],
      gaps: [{path, stage: 'extract', code: 'too-large', message}],
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: [], gaps: [{path, stage: 'extract', code: gapCodeOf(error), message: error.message}]}
  }
}
