import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import {groupBy} from '../../lib/group.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import {compareText} from '../../lib/sort.ts'
import type {AssembleContext} from '../detector.ts'

/** Scripts and texts have some kilobytes; larger files are listed without a digest. */
const fileLimitBytes = 1024n * 1024n
/** The largest skill seen has some hundred files. */
const fileLimit = 1000
/** Where the whole repository is one skill, what else lies there is not part of it. */
const skillFolders = new Set(['scripts', 'references', 'assets'])

/**
 * Skills with the files that come with them: whoever follows a skill runs its scripts and reads its references, so one
 * that changes changes the skill.
 */
export async function withSkillFiles(found: Extraction, context: AssembleContext): Promise<Extraction> {
  const skills = new Map(
    found.assets.flatMap(asset => (isSkill(asset) ? [[folderOf(pathOf(asset)), asset] as const] : [])),
  )
  if (skills.size === 0) return found
  const filesBySkill = groupBy(
    [...context.files.values()].filter(file => file.ignored !== true),
    file => skillOf(file.path, skills),
  )
  const added = new Map<Asset, AssetOf<'prompt'>>()
  for (const [folder, skill] of skills) {
    const files = (filesBySkill.get(folder) ?? []).filter(({path}) => path !== pathOf(skill)).slice(0, fileLimit)
    const texts: string[] = []
    for (const file of files.sort((a, b) => compareText(a.path, b.path)))
      texts.push(`${folder === '' ? file.path : file.path.slice(folder.length + 1)} ${await digestOf(file, context)}`)
    if (texts.length > 0) added.set(skill, {...skill, properties: {...skill.properties, 'aibom:prompt:file': texts}})
  }
  return {...found, assets: found.assets.map(asset => added.get(asset) ?? asset)}
}

function isSkill(asset: Asset): asset is AssetOf<'prompt'> {
  return asset.kind === 'prompt' && asset.facts.role === 'skill' && /^skill\.md$/i.test(baseName(pathOf(asset)))
}

function pathOf({evidence}: Asset): string {
  return evidence[0]?.path ?? ''
}

/** The nearest folder of a skill that a file lies in; undefined for none. */
function skillOf(path: string, skills: ReadonlyMap<string, Asset>): string | undefined {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (skills.has(folder)) return folder
  return skills.has('') && skillFolders.has(path.slice(0, Math.max(0, path.indexOf('/')))) ? '' : undefined
}

/** Of a text as if its lines ended as on Unix: a checkout on Windows is no change. */
async function digestOf(entry: FileEntry, context: AssembleContext): Promise<string> {
  if (entry.remote === true || entry.byteLength > fileLimitBytes) return 'none'
  const file = await context.sibling(entry.path)
  if (file === undefined) return 'none'
  try {
    const reader = await file.bytes()
    const bytes = Buffer.from(reader.read(0n, Number(reader.byteLength)))
    const isText = !bytes.includes(0)
    const content = isText ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes
    return `sha256:${sha256Hex(content)}`
  } catch (error) {
    if (error instanceof AibomError) return 'none'
    throw error
  } finally {
    file.close?.()
  }
}
