import type {FileEntry, OpenFile} from '../inventory/source.ts'
import type {Source} from '../sources/source.ts'

/** A source whose paths begin with a folder of their own, so that several stand side by side in one inventory. */
export function withFolder(source: Source, folder: string): Source {
  const outer = (path: string): string => (path === '' ? folder : `${folder}/${path}`)
  const entry = (file: FileEntry): FileEntry => ({...file, path: outer(file.path)})
  return {
    describe: () => source.describe(),
    async *walk(signal) {
      for await (const file of source.walk(signal)) yield entry(file)
    },
    async open(path) {
      const file = await source.open(path.slice(folder.length + 1))
      const {byteLength, known, remote} = file
      const opened: OpenFile = {
        path,
        byteLength,
        known,
        ...(remote !== undefined && {remote}),
        text: limit => file.text(limit),
        bytes: () => file.bytes(),
        close: () => file.close?.(),
      }
      return opened
    },
    publications: () =>
      (source.publications?.() ?? []).map(publication => ({...publication, folder: outer(publication.folder)})),
    gaps: () => source.gaps().map(gap => ({...gap, path: outer(gap.path)})),
    notEntered: () => source.notEntered().map(outer),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  }
}
