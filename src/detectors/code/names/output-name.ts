import {snakeCase} from './snake-case.ts'

/** `out`, `save_path`: where a program puts what it makes. */
export function isOutput(name: string | undefined): boolean {
  return name !== undefined && /(?:^|_)(?:out|outputs?|save|export|dest|dst|target)(?:_|$)/i.test(snakeCase(name))
}
