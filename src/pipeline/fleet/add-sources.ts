import {resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {listOwner, parseOwner} from '../../registries/owners/list-owner.ts'
import {parseGitAddress, repositoryName} from '../../sources/git/url.ts'
import {isSourceAddress} from '../../sources/open-source.ts'
import {
  bomSource,
  type FolderSources,
  isBomFile,
  type SweptSource,
  sourcesOfFolder,
} from '../../sources/sweep/find-sources.ts'
import {openStore} from '../../store/open-store.ts'
import {addSources} from '../../store/sources.ts'
import {networkOf} from '../network.ts'
import type {FleetAddResult} from './add-result.generated.ts'
import {type FleetOptions, storeAddress} from './database.ts'

/** What `aibom fleet add` is asked. */
export interface FleetAddOptions extends FleetOptions {
  /** lists, folders, BOMs and addresses, as typed */
  readonly words: readonly string[]
  readonly offline: boolean
  readonly refresh: boolean
  /** seconds */
  readonly deadline: number
}

const listLimitBytes = 16 * 1024 * 1024
const lineLimit = 4096

/**
 * `aibom fleet add`: what a fleet consists of from now on. Nothing is read but folders, lists, and what an owner has on
 * a host.
 * @throws {AibomError} for a word that is not a source, or a list that a host does not give whole; nothing is then
 *   added
 */
export async function addToFleet(options: FleetAddOptions): Promise<FleetAddResult> {
  const list = ownersOf(options)
  const found: FolderSources[] = []
  for (const word of options.words) found.push(...(await sourcesOf(word, options.cwd, list)))
  const sources = [...new Map(found.flatMap(part => part.sources.map(source => [source.address, source]))).values()]
  await using store = await openStore(storeAddress(options), 'write')
  const added = await addSources(
    store,
    sources.map(source => ({...source, added: options.now()})),
  )
  return {
    schemaVersion: 1,
    database: store.shown,
    added,
    known: sources.length - added,
    sources: sources.map(({address, form, name}) => ({address, form, name})),
    passedOver: [...new Set(found.flatMap(({passedOver}) => passedOver))],
  }
}

type ListOwner = (text: string) => Promise<SweptSource[] | undefined>

/** What an owner has on a host, for `github:ORG` and its like; undefined for any other text. */
function ownersOf(options: FleetAddOptions): ListOwner {
  const network = networkOf(options)
  return async text => {
    const owner = parseOwner(text)
    if (owner === undefined) return undefined
    if (options.offline) {
      throw new AibomError('AIBOM_OFFLINE', `${text} is listed by its host, and --offline refuses the network`, {
        hint: 'Leave --offline out, or name a list of addresses',
      })
    }
    return listOwner(owner, await network(), options.env)
  }
}

async function sourcesOf(word: string, cwd: string, list: ListOwner): Promise<FolderSources[]> {
  const absolutePath = resolve(cwd, word)
  switch (kindOfPath(absolutePath)) {
    case 'folder':
      return [sourcesOfFolder(absolutePath)]
    case 'file':
      return isBomFile(absolutePath) ? [only(bomSource(absolutePath))] : readList(absolutePath, word, list)
    default:
      return [only(...((await list(word)) ?? [addressOf(word, word)]))]
  }
}

function only(...sources: SweptSource[]): FolderSources {
  return {sources, passedOver: []}
}

/** One source a line; empty lines and those that begin with # count for nothing. A path is relative to the list. */
async function readList(absolutePath: string, shown: string, list: ListOwner): Promise<FolderSources[]> {
  const lines = readUserFile(absolutePath, shown, listLimitBytes, 'A list names one source a line').split(/\r?\n/)
  const found: FolderSources[] = []
  for (const [at, line] of lines.entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const place = `${shown}:${at + 1}`
    if (text.length > lineLimit) throw invalid(place, 'the line is too long for an address')
    const path = resolve(absolutePath, '..', text)
    if (kindOfPath(path) === 'folder') found.push(sourcesOfFolder(path))
    else if (kindOfPath(path) === 'file' && isBomFile(path)) found.push(only(bomSource(path)))
    else found.push(only(...((await list(text)) ?? [addressOf(text, place)])))
  }
  return found
}

function addressOf(text: string, place: string): SweptSource {
  if (/[\0-\x1f\x7f]/.test(text)) throw invalid(place, 'it holds control characters')
  const git = parseGitAddress(text)
  const url = git === undefined ? text : git.url
  if (holdsCredentials(url)) {
    throw new AibomError(
      'AIBOM_SOURCE_CREDENTIALS',
      `${place === text ? '' : `${place}: `}${redactUrl(text)} holds a user, a password or a token, which a fleet does not keep`,
      {
        hint: 'Leave it out, and let git ask your credential helper: git config --global credential.helper …',
      },
    )
  }
  if (!isSourceAddress(text))
    throw invalid(place, `${redactUrl(text)} is neither a folder, nor a list, nor an address that aibom can open`)
  if (git !== undefined && !/^(?:hf|hf-dataset|oci|oci-layout|ollama|mlflow):/i.test(text))
    return {address: text, form: 'git', name: repositoryName(git.url) ?? 'repository'}
  return {address: text, form: 'registry', name: text.slice(text.indexOf(':') + 1).replace(/^\/\//, '')}
}

function invalid(place: string, message: string): AibomError {
  return new AibomError('AIBOM_SOURCE_INVALID', place === message ? message : `${place}: ${message}`, {
    hint: 'A line is a git URL (https, ssh, git, file), a folder, a BOM, hf:org/model, oci://…, mlflow:…, or github:ORG, gitlab:GROUP, hf-org:ORG',
  })
}

/**
 * A user of http(s), or a password of anything, or a secret in the query; the user of ssh alone is part of the address.
 */
function holdsCredentials(url: string): boolean {
  const query = /\?[^#]*/.exec(url)?.[0] ?? ''
  if (redactUrl(`https://host/${query}`) !== `https://host/${query}`) return true
  const authority = /^[a-z][a-z0-9+.-]{0,20}:\/\/([^/]*)/i.exec(url)?.[1]
  if (authority === undefined || !authority.includes('@')) return false
  const user = authority.slice(0, authority.lastIndexOf('@'))
  return /^https?:/i.test(url) || user.includes(':')
}
