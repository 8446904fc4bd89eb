export type CheckedVersion = '1.4' | '1.5' | '1.6' | '1.7'

export function isCheckedVersion(text: unknown): text is CheckedVersion {
  return text === '1.4' || text === '1.5' || text === '1.6' || text === '1.7'
}

export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface Validator {
  (document: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/** One module a version: the build replaces each with code made from the schema beforehand, since compiling takes half a second. */
export async function loadValidator(spec: CheckedVersion): Promise<Validator> {
  switch (spec) {
    case '1.4':
      return (await import('./validators/v1-4.ts')).default
    case '1.5':
      return (await import('./validators/v1-5.ts')).default
    case '1.6':
      return (await import('./validators/v1-6.ts')).default
    case '1.7':
      return (await import('./validators/v1-7.ts')).default
  }
}
