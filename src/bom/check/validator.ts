import type {CheckedVersion, Validator} from '../spec/schema.ts'

/**
 * One module a version: the build replaces each with code made from the schema beforehand, since compiling takes half a
 * second.
 */
export async function loadValidator(spec: CheckedVersion): Promise<Validator> {
  switch (spec) {
    case '1.2':
      return (await import('../validators/v1-2.ts')).default
    case '1.3':
      return (await import('../validators/v1-3.ts')).default
    case '1.4':
      return (await import('../validators/v1-4.ts')).default
    case '1.5':
      return (await import('../validators/v1-5.ts')).default
    case '1.6':
      return (await import('../validators/v1-6.ts')).default
    case '1.7':
      return (await import('../validators/v1-7.ts')).default
  }
}
