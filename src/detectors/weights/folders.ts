import {posix} from 'node:path'
import {groupBy} from '../../lib/group.ts'
import {folderOf} from '../../lib/path.ts'
import type {Note, NoteOf} from './note.ts'

/** A folder that is a model, by the files in it that say so. */
export interface ModelFolder {
  /** empty for the root of the source */
  readonly path: string
  readonly notes: readonly Note[]
}

/** Subfolders in which one model keeps the same weights in other formats. */
const variantFolders: ReadonlySet<string> = new Set([
  'onnx',
  'openvino',
  'original',
  'coreml',
  'tf',
  'flax',
  'tflite',
  'metal',
  'variables',
  'pytorch',
])

/** Files that tell something of a model, and not that there is one. */
const attendants: ReadonlySet<Note['kind']> = new Set(['generation', 'quantization', 'template', 'tokenizer'])

/** Notes by folder, without those of single weight files. */
export function modelFolders(notes: readonly Note[]): ReadonlyMap<string, ModelFolder> {
  const byFolder = groupBy(
    notes.filter(note => note.kind !== 'weights'),
    note => folderOf(note.path),
  )
  const models = [...byFolder].filter(([, inside]) => inside.some(({kind}) => !attendants.has(kind)))
  return new Map(models.map(([path, inside]) => [path, {path, notes: inside}]))
}

/**
 * The folder whose model a file is part of: a pipeline's folder for all of its parts, else the file's own folder, else
 * the one above it where it lies in a variant's folder (`onnx/model.onnx`).
 */
export function ownerOf(path: string, folders: ReadonlyMap<string, ModelFolder>): ModelFolder | undefined {
  const own = folderOf(path)
  const parent = folderOf(own)
  const whole = own === '' ? undefined : folders.get(parent)
  const inside = folders.get(own)
  if (whole !== undefined && (hasPart(whole, own) || (inside !== undefined && isVariant(inside, whole)))) return whole
  return inside ?? (whole !== undefined && variantFolders.has(posix.basename(own)) ? whole : undefined)
}

/** A folder that is but a part of the model in the folder above, or the same model in another format. */
export function isPart(folder: ModelFolder, folders: ReadonlyMap<string, ModelFolder>): boolean {
  const whole = folder.path === '' ? undefined : folders.get(folderOf(folder.path))
  return whole !== undefined && (hasPart(whole, folder.path) || isVariant(folder, whole))
}

/** `onnx/` with a copy of the configuration: of another family it is a model of its own. */
function isVariant(folder: ModelFolder, whole: ModelFolder): boolean {
  const family = familyOf(folder)
  return family !== undefined && family === familyOf(whole) && variantFolders.has(posix.basename(folder.path))
}

function familyOf(folder: ModelFolder): string | undefined {
  return notesOf(folder, 'config')[0]?.facts.family
}

/** The notes of one kind, in order. */
export function notesOf<K extends Note['kind']>(folder: ModelFolder, kind: K): readonly NoteOf<K>[] {
  return folder.notes.filter((note): note is NoteOf<K> => note.kind === kind)
}

function hasPart(folder: ModelFolder, part: string): boolean {
  return notesOf(folder, 'parts').some(note => note.folders.includes(posix.basename(part)))
}
