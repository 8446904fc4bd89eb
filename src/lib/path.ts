/** Last segment of a `/`-separated path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Folder of a `/`-separated path, without a slash at its end; '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** A name in a folder as a path, `\\` taken for `/`; undefined where it leads out of the root. */
export function pathIn(folder: string, name: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of name.split(/[/\\]/)) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** Whether a normalised `/`-separated path leads out of the folder that it is relative to; `..name` does not. */
export function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../')
}
