import {posix} from 'node:path'
import {sha256Hex} from '../../lib/digest.ts'
import {type ParsedPolicy, parsePolicy, policyError} from './parse.ts'
import type {Include} from './policy.generated.ts'
import type {Policy} from './policy.ts'

/** Where the text of policies comes from: the disk, a commit, an address. */
export interface PolicyReader {
  /**
   * @param path relative to the folder of the first file, by `/`; undefined where there is none, or it leads out of the
   * folder
   */
  read(path: string): string | undefined
  /** what is at an address; the caller checks the digest. @throws {AibomError} `AIBOM_POLICY_INCLUDE` (exit 3) */
  fetch(url: string, sha256: string): Promise<string>
}

/** An organisation has some few; a chain of more is a mistake. */
const includeLimit = 30

interface Loading {
  readonly reader: PolicyReader
  readonly layers: Map<string, ParsedPolicy>
  /** the files that lead to the one that is read now */
  readonly open: string[]
}

/**
 * Reads a policy and all that it includes.
 * @param path relative to its folder
 * @param shownFolder what messages put before paths
 * @throws {AibomError} `AIBOM_POLICY_INVALID` (exit 2): a file that is wrong, missing, outside the folder, included
 *   by itself; `AIBOM_POLICY_INCLUDE` (exit 3)
 */
export async function loadPolicy(
  text: string,
  path: string,
  shownFolder: string,
  reader: PolicyReader,
): Promise<Policy> {
  const loading: Loading = {reader, layers: new Map(), open: []}
  await addLayer({key: path, shown: `${shownFolder}${path}`, text}, loading, shownFolder)
  const layers = [...loading.layers.values()]
  return {layers, sha256: sha256Hex(layers.map(({text: content}) => sha256Hex(content)).join('\n'))}
}

interface Found {
  readonly key: string
  readonly shown: string
  readonly text: string
}

/** What is included goes first, so that the layers stand from the widest to the narrowest. */
async function addLayer({key, shown, text}: Found, loading: Loading, shownFolder: string): Promise<void> {
  const parsed = parsePolicy(text, shown)
  loading.open.push(key)
  for (const [index, entry] of (parsed.file.include ?? []).entries()) {
    const place = parsed.shown(['include', index])
    if (loading.layers.size + loading.open.length > includeLimit)
      throw policyError(place, `more than ${includeLimit} policies are included`)
    const next = keyOf(entry, key, place)
    if (loading.open.includes(next))
      throw policyError(place, `${[...loading.open, next].join(' includes ')}: a policy cannot include itself`)
    if (!loading.layers.has(next))
      await addLayer(await find(entry, next, {place, shownFolder, reader: loading.reader}), loading, shownFolder)
  }
  loading.open.pop()
  loading.layers.set(key, parsed)
}

function keyOf({file, url}: Include, from: string, place: string): string {
  if (file === undefined) return url ?? ''
  if (from.startsWith('https://'))
    throw policyError(place, 'a downloaded policy can only include by URL, because it has no folder')
  const path = posix.normalize(posix.join(posix.dirname(from), file))
  if (posix.isAbsolute(file) || file.includes('\\') || path === '..' || path.startsWith('../')) {
    throw policyError(
      place,
      `${JSON.stringify(file)} leads out of the folder of the policy`,
      'Copy it there, or include it by url and sha256',
    )
  }
  return path
}

interface Finding {
  readonly place: string
  readonly shownFolder: string
  readonly reader: PolicyReader
}

async function find({url, sha256 = ''}: Include, key: string, {place, shownFolder, reader}: Finding): Promise<Found> {
  if (url === undefined) {
    const text = reader.read(key)
    if (text === undefined) throw policyError(place, `${key} is not there, or leads out of the folder of the policy`)
    return {key, shown: `${shownFolder}${key}`, text}
  }
  const text = await reader.fetch(url, sha256)
  const found = sha256Hex(text)
  if (found !== sha256)
    throw policyError(
      place,
      `what is at ${url} has the sha256 ${found}, not ${sha256}`,
      'Read what changed there before you write the new digest',
    )
  return {key, shown: url, text}
}
