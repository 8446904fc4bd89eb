import type {ChangeClass} from '../change-class.ts'
import type {Entry} from '../entry.ts'

/** Two sides of one asset, and the values of one of its facts. */
export interface Values {
  readonly before: Entry
  readonly after: Entry
  readonly old: readonly string[]
  readonly now: readonly string[]
}

const digestPattern = /@(sha256:[0-9a-f]{64})$/

/**
 * What is fetched and run: the version at the end of a purl or an image is told by itself where it changed; the digest
 * of an image goes with it, and under one version it is what counts.
 */
export function compareOrigin(values: Values): {class: ChangeClass; fact: 'package'; old: string[]; now: string[]}[] {
  const {old, now} = values
  if (isSameOrigin(values)) return []
  const name = isOtherDigest(values) ? 'content-changed' : 'mcp-command-changed'
  return [{class: name, fact: 'package', old: [...old], now: [...now]}]
}

/** The same arguments but for the version or the digest of what is started. */
export function isSameLaunch({before, after, old, now}: Values): boolean {
  const [was, is] = versionsOf(before, after)
  const origins = {before, after, old: before.facts.get('package') ?? [], now: after.facts.get('package') ?? []}
  if ((was === is && !isOtherDigest(origins)) || old.length !== now.length) return false
  return old.every(
    (argument, index) => argument === now[index] || bareArgument(argument, was) === bareArgument(now[index] ?? '', is),
  )
}

function isSameOrigin({before, after, old, now}: Values): boolean {
  const [was, is] = versionsOf(before, after)
  return was !== is && bareOrigin(old[0] ?? '', was) === bareOrigin(now[0] ?? '', is)
}

/** One image by one name, with other bytes. */
function isOtherDigest({before, after, old: [old = ''], now: [now = '']}: Values): boolean {
  const [was, is] = versionsOf(before, after)
  const [from, to] = [digestPattern.exec(old)?.[1], digestPattern.exec(now)?.[1]]
  return (
    was === is && from !== undefined && to !== undefined && from !== to && bareOrigin(old, '') === bareOrigin(now, '')
  )
}

function versionsOf(before: Entry, after: Entry): [string, string] {
  return [before.facts.get('version')?.[0] ?? '', after.facts.get('version')?.[0] ?? '']
}

/** `@acme/files@1.0.0`, `acme/files:1.0.0` and `files==1.0.0` without their version, `@acme/files@latest` without its tag. */
function bareArgument(argument: string, version: string): string {
  const named = argument.replace(digestPattern, '')
  return version === '' ? named.replace(/(?<=[^@/])[@:][A-Za-z][\w.-]{0,60}$/, '') : bareOrigin(named, version)
}

function bareOrigin(origin: string, version: string): string {
  const named = origin.replace(digestPattern, '')
  const ending = [`@${version}`, `:${version}`, `==${version}`, `@${encodeURIComponent(version)}`].find(
    text => version !== '' && named.endsWith(text),
  )
  return ending === undefined ? named : named.slice(0, -ending.length)
}
