import {normaliseKey, roleOfKey} from '../../catalog/config-keys.ts'
import {reportSetting} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import type {DetectorContext} from '../detector.ts'
import {isSkipped, textLimitBytes} from './lines.ts'

/** `instruction = file("${path.module}/instruction.txt")`, `templatefile("…", {…})` */
const fileText = /^\s*([A-Za-z_][\w-]*)\s*=\s*(?:template)?file\(\s*"(?:\$\{path\.module\}\/)?([\w./ -]{1,200})"/
/** Texts in files of their own that one file names. */
const promptFileLimit = 50

/** Instructions that stand in a file of their own, told where they are used. */
export async function reportPromptFiles(
  lines: readonly string[],
  path: string,
  context: DetectorContext,
  into: Collector,
): Promise<void> {
  const named = lines.flatMap((raw, at) => {
    const [, key = '', name = ''] = isSkipped(raw) ? [] : (fileText.exec(raw) ?? [])
    const target = roleOfKey(normaliseKey(key)) === 'prompt' ? pathIn(folderOf(path), name) : undefined
    return target === undefined ? [] : [{key, target, line: at + 1}]
  })
  for (const {key, target, line} of named.slice(0, promptFileLimit)) {
    const text = await (await context.sibling(target))?.text(textLimitBytes)
    if (text !== undefined) reportSetting({key, value: unixText(text), ancestors: [], line, isAboutModels: true}, into)
  }
}

/** As it stands in a text of the file itself. */
function unixText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim()
}
