import {lstatSync, readdirSync, statSync} from 'node:fs'
import {homedir} from 'node:os'
import {basename, join} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {compareText} from '../../lib/sort.ts'
import {type OciPlace, ollamaName} from '../../registries/oci/describe.ts'
import {MountedSource} from '../mounted.ts'
import {type ArtifactStore, publicationOf} from './artifact-store.ts'

const modelLimit = 10_000

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A folder in the layout of Ollama: `manifests/<host>/<owner>/<model>/<tag>` and `blobs/sha256-<hex>`; the manifests of
 * its own registry alone will do.
 */
export function isOllamaStore(folder: string): boolean {
  return (
    ['manifests/registry.ollama.ai', 'blobs'].some(name => isFolder(join(folder, name))) &&
    manifestPlaces(folder).length > 0
  )
}

/** `OLLAMA_MODELS`, else `~/.ollama/models`. */
export function ollamaFolder(env: Environment): string {
  const named = env['OLLAMA_MODELS']
  return named !== undefined && named !== ''
    ? named
    : join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.ollama', 'models')
}

/**
 * Ollama's store: every model with its files, template, prompt, licence and origin. Names of blobs are digests, which
 * the hashes of their content are compared with.
 * @param root absolute, without links
 * @param only `llama3`, `llama3:8b`, `owner/model:tag`; every model without it
 * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND` when the store has no such model
 */
export function openOllamaStore(root: string, only?: string): MountedSource {
  const store: ArtifactStore = {
    root,
    detector: 'registries/ollama',
    blobPath: ({alg, hex}) => `blobs/${alg}-${hex}`,
    files: [],
    gaps: [],
  }
  const wanted = only === undefined || only.includes(':') ? only : `${only}:latest`
  const places = manifestPlaces(root).filter(place => wanted === undefined || ollamaName(place) === wanted)
  if (wanted !== undefined && places.length === 0) {
    throw new AibomError('AIBOM_SOURCE_NOT_FOUND', `${wanted} is not in ${root}`, {hint: `ollama pull ${wanted}`})
  }
  const publications = places.flatMap(place => {
    const path = `manifests/${place.host}/${place.repository}/${place.tag}`
    return publicationOf(store, place, path, path) ?? []
  })
  const revision = publications.length === 1 ? publications[0]?.stated().assets[0]?.version : undefined
  const description = {
    scheme: 'ollama',
    name: wanted ?? basename(root),
    ...(wanted !== undefined && revision !== undefined && {revision}),
  }
  return new MountedSource({description, publications, files: store.files, gaps: store.gaps})
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}

/** host / owner / model / tag; other depths are none of Ollama's. */
function manifestPlaces(root: string): OciPlace[] {
  const base = join(root, 'manifests')
  const level = (...parts: string[]): string[] => {
    const folder = join(base, ...parts)
    if (lstatSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) return []
    return readdirSync(folder)
      .filter(name => !name.startsWith('.'))
      .sort(compareText)
  }
  const places = level().flatMap(host =>
    level(host).flatMap(owner =>
      level(host, owner).flatMap(model =>
        level(host, owner, model).map(tag => ({host, repository: `${owner}/${model}`, tag})),
      ),
    ),
  )
  return places
    .filter(({host, repository, tag}) => lstatSync(join(base, host, repository, tag ?? '')).isFile())
    .slice(0, modelLimit)
}
