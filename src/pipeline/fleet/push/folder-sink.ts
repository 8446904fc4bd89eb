import {join} from 'node:path'
import {sha256Hex} from '../../../lib/digest.ts'
import {makeFolder} from '../../../lib/fs/make-folder.ts'
import {writeWhole} from '../../../lib/fs/write-file.ts'
import type {PushedVersion, Sink} from './sink.ts'

const nameLength = 60

/** A file for each source, whose name stays the same from one push to the next. */
export function folderSink(
  folder: {readonly absolutePath: string; readonly shown: string},
  newest: PushedVersion,
): Sink {
  makeFolder(folder.absolutePath, folder.shown)
  return {
    newest,
    async push({name, address, document}) {
      const file = `${name
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^[.-]/, '_')
        .slice(-nameLength)}-${sha256Hex(address).slice(0, 12)}.cdx.json`
      writeWhole(join(folder.absolutePath, file), document, `${folder.shown}/${file}`)
      return file
    },
  }
}
