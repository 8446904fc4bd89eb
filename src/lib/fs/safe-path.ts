/**
 * A path of a foreign list that stays inside wherever it is put: relative, no `..`, no drive, no backslash, no control
 * character, and no part of a git repository, in none of the spellings that some file system takes for `.git`: a
 * configuration or a hook there runs when somebody next uses git.
 */
export function isSafePath(path: string): boolean {
  if (
    !path.isWellFormed() ||
    path.startsWith('/') ||
    path.includes('\\') ||
    /^[A-Za-z]:/.test(path) ||
    /\p{Cc}/u.test(path)
  )
    return false
  return path.split('/').every(segment => !isUnsafe(meaningOf(segment)))
}

/**
 * A safe path that can be written on any system under its own name: no name of a device, none that ends in what Windows
 * cuts off.
 */
export function isWritablePath(path: string, platform: NodeJS.Platform): boolean {
  return isSafePath(path) && path.split('/').every(segment => !/[. ]$/.test(segment) && !isTakenName(segment, platform))
}

/**
 * Two paths of one key would be one file on a system that tells neither case nor accents apart, or cuts off dots and
 * spaces at the end of a name.
 */
export function pathKey(path: string): string {
  return path.split('/').map(meaningOf).join('/')
}

/** A folder with the first and the two behind it, or with the first and the last, is a repository to git. */
const repositoryParts = {head: 'head', objects: 'objects', refs: 'refs', commonFolder: 'commondir'} as const
const repositoryNames: ReadonlySet<string> = new Set(Object.values(repositoryParts))

/**
 * A folder of a list of files that git takes for a repository without a working copy, whatever the folder is called:
 * its configuration runs programs once somebody uses git there.
 * @returns its path, empty for the top of the list; undefined where there is none
 * @see git, is_git_directory in setup.c
 */
export function bareRepositoryIn(paths: Iterable<string>): string | undefined {
  const found = new Map<string, {readonly folder: string; readonly names: Set<string>}>()
  for (const path of paths) {
    const segments = path.split('/')
    const meanings = segments.map(meaningOf)
    for (const [depth, name] of meanings.entries()) {
      if (!repositoryNames.has(name)) continue
      const key = meanings.slice(0, depth).join('/')
      const {names} = found.get(key) ?? {names: new Set()}
      found.set(key, {folder: segments.slice(0, depth).join('/'), names: names.add(name)})
    }
  }
  const {head, objects, refs, commonFolder} = repositoryParts
  const isRepository = ({names}: {readonly names: ReadonlySet<string>}): boolean =>
    names.has(head) && ((names.has(objects) && names.has(refs)) || names.has(commonFolder))
  return [...found.values()].find(isRepository)?.folder
}

const deviceNames = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i

/**
 * Windows takes a device for what its name begins with, and a colon for the beginning of a stream; elsewhere both are
 * plain names that files have.
 */
function isTakenName(segment: string, platform: NodeJS.Platform): boolean {
  if (deviceNames.test(segment)) return true
  const [beginning = ''] = segment.split('.')
  return platform === 'win32' && (/[:<>"|?*]/.test(segment) || deviceNames.test(beginning.trimEnd()))
}

/**
 * What a file system may take a name for: HFS+ passes over some characters and ignores case, NTFS cuts off dots and
 * spaces at the end and reads
 * `name::$INDEX_ALLOCATION` as the folder itself, others compare compatible or composed characters as equal.
 */
function meaningOf(segment: string): string {
  const plain = segment.normalize('NFKD').replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
  return withoutEnd(caseFolded(plain.replace(/::?\$.*$/s, '')))
}

/** Both ways: `ſ` is a small letter of its own, and `S` when it is made large. */
function caseFolded(text: string): string {
  return text.toUpperCase().toLowerCase().normalize('NFC')
}

function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end--
  return text.slice(0, end)
}

/** Empty for `.`, `..` and what only consists of dots and spaces. NTFS gives `.git` the short name `git~1`. */
function isUnsafe(meaning: string): boolean {
  const [beforeStream = ''] = meaning.split(':')
  return meaning === '' || /^(?:\.git|git~\d{1,6})$/.test(withoutEnd(beforeStream))
}
