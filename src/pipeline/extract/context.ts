import type {DetectorContext} from '../../detectors/detector.ts'
import type {Scope} from '../../inventory/evidence.ts'
import {scopeOf} from '../../inventory/scope.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Publication, Source} from '../../sources/source.ts'
import {fileKey, type Watch} from '../worker/watch.ts'

/** Siblings kept open for those who ask next. */
const keptSiblings = 32

/** @param isWalked whether a path was met on the walk */
export function detectorContext(
  source: Source,
  signal: AbortSignal,
  isWalked: (path: string) => boolean,
  watch: Watch,
): DetectorContext {
  const kept = new Map<string, Promise<OpenFile | undefined>>()
  return {
    signal,
    scopeOf: path => scopeIn(source.publications?.() ?? [], path),
    publishedAs: folder => source.publications?.().find(publication => publication.folder === folder)?.kind,
    sibling(path) {
      const known = kept.get(path)
      if (known !== undefined) return known
      const opened = watch.givenUp.has(fileKey(path)) ? Promise.resolve(undefined) : openSibling(source, path, isWalked)
      kept.set(path, opened)
      if (kept.size > keptSiblings) forgetOldest(kept)
      return opened
    },
  }
}

/**
 * Inside a publication its own folders count, not those that lead to it; its card is no documentation beside it: it
 * says what it is.
 */
function scopeIn(publications: readonly Publication[], path: string): Scope {
  const publication = publications.find(({folder}) => folder === '' || path.startsWith(`${folder}/`))
  if (publication === undefined) return scopeOf(path)
  const inside = publication.folder === '' ? path : path.slice(publication.folder.length + 1)
  return inside.includes('/') ? scopeOf(inside) : 'product'
}

async function openSibling(
  source: Source,
  path: string,
  isWalked: (path: string) => boolean,
): Promise<OpenFile | undefined> {
  try {
    return await source.open(path)
  } catch (error) {
    if (error instanceof AibomError && !isWalked(path)) return undefined
    throw error
  }
}

function forgetOldest(kept: Map<string, Promise<OpenFile | undefined>>): void {
  const [oldest] = kept
  if (oldest === undefined) return
  kept.delete(oldest[0])
  // whoever asked for it has been told why it could not be opened
  oldest[1].then(
    file => file?.close?.(),
    () => undefined,
  )
}
