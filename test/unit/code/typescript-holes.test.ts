import {describe, expect, it} from 'vitest'
import {withoutHoles} from '../../../src/code/javascript/typescript-holes.ts'
import {readCode} from '../../../src/code/read-code.ts'

const errorLine = async (path: string, text: string): Promise<number | undefined> => {
  const module = await readCode(text, path)
  return 'root' in module ? module.errorLine : 0
}

describe('valid TypeScript that the grammar refuses', () => {
  it.each([
    ['a type that is imported where it stands', 'a.ts', 'const a = await load<typeof import("x")>()\n'],
    ['a member of such a type', 'a.ts', 'async function f(): Promise<import("x").Y.Z[]> { return [] }\n'],
    [
      'an ampersand in JSX text',
      'a.tsx',
      'export const A = () => <p>Reject & close <a href="https://x.example/?a=1&b=2">Q&A</a></p>\n',
    ],
    [
      'attributes called like keywords',
      'a.tsx',
      'export const B = () => <P extends={a} default={1} class="x"><i>ok</i></P>\n',
    ],
    ['two ampersands in JSX text', 'a.tsx', 'export const C = () => <p>cd app && npm start</p>\n'],
    ['a zero byte in a text', 'a.ts', 'const parts = key.split("\0")\n'],
  ])('is read: %s', async (_name, path, text) => expect(await errorLine(path, text)).toBeUndefined())

  it('takes the words from the file', async () => {
    const module = await readCode('const t = <p title="R&D">a & b</p>\nconst prompt = "Q & A"\n', 'a.tsx')
    expect('root' in module && module.namings.find(({name}) => name === 'prompt')?.value).toMatchObject({text: 'Q & A'})
  })

  it.each(['const = 3', 'function (', 'type A = import('])('still refuses %s', async text =>
    expect(await errorLine('a.ts', `${text}\n`)).toBe(1),
  )

  it('keeps every place', () => {
    const code = 'a<typeof import("x")>() & b && c &= d; <p class="x">'
    expect(withoutHoles(code)).toHaveLength(code.length)
  })
})
