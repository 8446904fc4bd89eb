import {readdirSync} from 'node:fs'

/** `npm run bench -- NAME [ARGUMENT…]`: exits 1 when a bar is missed. */
const names = readdirSync(new URL('.', import.meta.url))
  .filter(file => file.endsWith('.ts') && file !== 'run.ts')
  .map(file => file.slice(0, -'.ts'.length))
  .sort()

const [name = '', ...args] = process.argv.slice(2)
if (names.includes(name)) {
  const {run}: {run(args: string[]): Promise<boolean>} = await import(`./${name}.ts`)
  process.exitCode = (await run(args)) ? 0 : 1
} else {
  console.error(`usage: npm run bench -- NAME [ARGUMENT…]\n  NAME: ${names.join(', ')}`)
  process.exitCode = 2
}
