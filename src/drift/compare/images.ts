import {groupBy} from '../../lib/group.ts'
import type {ChangeClass} from '../change-class.ts'
import type {Entry} from '../entry.ts'
import {compareVersions} from '../version-order.ts'

interface ImageDifference {
  readonly class: ChangeClass
  readonly fact: 'image'
  readonly old: readonly string[]
  readonly now: readonly string[]
}

/** What follows the repository of an image: `:v1.0@sha256:…` */
const endingPattern = /(?::([\w.-]{1,128}))?(?:@(sha\d+:[0-9a-f]{1,128}))?$/

/** Container images that an asset runs from, repository by repository: another tag, another digest, another origin. */
export function compareImages(entry: Entry, old: readonly string[], now: readonly string[]): ImageDifference[] {
  const [olds, news] = [byRepository(old), byRepository(now)]
  const only = (here: typeof olds, there: typeof olds): string[] =>
    [...here].flatMap(([repository, images]) => (there.has(repository) ? [] : images))
  const [gone, come] = [only(olds, news), only(news, olds)]
  const kept = [...olds].flatMap(([repository, images]): ImageDifference[] => {
    const after = news.get(repository) ?? []
    const [were, are] = [images.filter(one => !after.includes(one)), after.filter(one => !images.includes(one))]
    if (after.length === 0 || (were.length === 0 && are.length === 0)) return []
    return [{class: classOf(entry, were, are), fact: 'image', old: were, now: are}]
  })
  const moved = gone.length > 0 || come.length > 0
  return [...kept, ...(moved ? [{class: 'origin-changed' as const, fact: 'image' as const, old: gone, now: come}] : [])]
}

function byRepository(images: readonly string[]): Map<string, string[]> {
  return groupBy(images, image => image.replace(endingPattern, ''))
}

function classOf(entry: Entry, were: readonly string[], are: readonly string[]): ChangeClass {
  const [[, oldTag = '', oldDigest] = [], [, tag = '', digest] = []] = [were, are].map(
    ([first = '']) => endingPattern.exec(first) ?? [],
  )
  if (were.length !== 1 || are.length !== 1) return 'version-changed'
  if (oldDigest !== undefined && digest === undefined) return 'pin-lost'
  if (oldTag === tag) return oldDigest === undefined ? 'pinned' : 'content-changed'
  const order = compareVersions(entry, oldTag, tag)
  if (order === undefined || order === 0) return 'version-changed'
  return order > 0 ? 'version-up' : 'version-down'
}
