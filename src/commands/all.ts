import Generate from './generate.ts'

/** Every command, by what is typed. */
export const commands = {generate: Generate}
