import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, normalize} from 'node:path'
import {describe, expect, it} from 'vitest'
import {projectRoot} from '../support/run.ts'

const pages = [
  ...markdownIn('.').filter(file => !file.includes('/')),
  ...markdownIn('.github'),
  ...readdirSync(join(projectRoot, 'docs'), {recursive: true, encoding: 'utf8'})
    .map(file => `docs/${file.replaceAll('\\', '/')}`)
    .filter(file => file.endsWith('.md')),
]

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(projectRoot, folder)).filter(name => name.endsWith('.md'))
  return names.map(name => (folder === '.' ? name : `${folder}/${name}`))
}

/** The text of a page without its code blocks, in which nothing is a link or a heading. */
function proseOf(page: string): string {
  return readFileSync(join(projectRoot, page), 'utf8').replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^ *\2$/gm, '')
}

/**
 * Anchors of a page as GitHub makes them: letters, digits and hyphens, and -1, -2 for a heading that is there again.
 */
function anchorsOf(page: string): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const headings = [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map(heading => {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
      const anchor = words.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-')
      const count = counts.get(anchor) ?? 0
      counts.set(anchor, count + 1)
      return count === 0 ? anchor : `${anchor}-${count}`
    }),
  )
}

/** Links of a page that lead nowhere: to a file that is not there, or to a heading that its page does not have. */
function brokenLinksOf(page: string): string[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\((?!https?:|mailto:|<)([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter(link => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/')
    if (!existsSync(join(projectRoot, target))) return true
    if (anchor === undefined) return false
    return !statSync(join(projectRoot, target)).isFile() || !anchorsOf(target).has(anchor)
  })
}

describe('every relative link in the documentation', () => {
  it('is looked for in all pages', () => expect(pages.length).toBeGreaterThan(100))

  it.each(pages)('%s leads to a file and a heading that exist', page => expect(brokenLinksOf(page)).toEqual([]))
})
