import {readdirSync, readFileSync} from 'node:fs'
import {join, relative, sep} from 'node:path'
import type {AssembleContext, Detector, DetectorContext} from '../../src/detectors/detector.ts'
import type {Extraction} from '../../src/inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../src/inventory/source.ts'
import {memoryReader} from '../../src/lib/byte-reader.ts'
import {assertNotTooLarge} from '../../src/sources/local-file.ts'

/** Content by path; text is UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** An open file over bytes in memory. */
export function openMemory(path: string, content: string | Uint8Array): OpenFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    path,
    byteLength: BigInt(bytes.byteLength),
    known: [],
    async text(limitBytes) {
      assertNotTooLarge(path, BigInt(bytes.byteLength), limitBytes)
      return new TextDecoder().decode(bytes)
    },
    bytes: async () => memoryReader(bytes),
  }
}

/** Every file below a folder, as content by path. */
export function filesOf(folder: string): Files {
  const entries = readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  }).filter(entry => entry.isFile())
  return Object.fromEntries(
    entries.map(entry => {
      const absolute = join(entry.parentPath, entry.name)
      return [relative(folder, absolute).split(sep).join('/'), readFileSync(absolute)]
    }),
  )
}

/**
 * Runs one detector as the pipeline does: required, extract, then assemble over all that was found.
 * @param published what a registry says that the root folder is
 */
export async function detect(detector: Detector, files: Files, published?: 'model' | 'dataset'): Promise<Extraction> {
  const opened = new Map(Object.entries(files).map(([path, content]) => [path, openMemory(path, content)]))
  const context: DetectorContext = {
    signal: new AbortController().signal,
    scopeOf: path => (/(^|\/)tests?\//.test(path) ? 'test' : 'product'),
    sibling: async path => opened.get(path),
    publishedAs: folder => (folder === '' ? published : undefined),
  }
  const parts: Extraction[] = []
  for (const file of [...opened.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const head = (await file.bytes()).read(0n, Math.min(512, Number(file.byteLength)))
    if (detector.required(file) || detector.required(file, head)) parts.push(await detector.extract(file, context))
  }
  const found: Extraction = {
    assets: parts.flatMap(part => part.assets),
    relationships: parts.flatMap(part => part.relationships ?? []),
    findings: parts.flatMap(part => part.findings ?? []),
    gaps: parts.flatMap(part => part.gaps ?? []),
    notes: parts.flatMap(part => part.notes ?? []),
  }
  const assembly: AssembleContext = {
    ...context,
    files: new Map<string, FileEntry>(opened),
  }
  return detector.assemble === undefined ? found : await detector.assemble(found, assembly)
}
