import {bar, interleave, launcher, median} from './support/measure.ts'

/** Start-up against `node -e 0`, CPU seconds of whole processes, the built command. */
export async function run([rounds = '9']: string[]): Promise<boolean> {
  const node = process.execPath
  const [empty = [], version = [], help = [], command = []] = interleave(
    [
      [node, '-e', '0'],
      [node, launcher, '--version'],
      [node, launcher, 'generate', '--help'],
      [node, launcher, 'generate', '/no/such/folder'],
    ],
    Number(rounds),
  ).map(figures => figures.map(({cpu}) => cpu))
  const ratio = (cpu: number[]): number => median(cpu) / median(empty)
  console.log(`node -e 0: ${median(empty).toFixed(3)} CPU s`)
  return [
    bar('--version', ratio(version), 1.3),
    bar('generate --help', ratio(help), 2.2),
    bar('generate, its own start', ratio(command), 2.2),
  ].every(Boolean)
}
