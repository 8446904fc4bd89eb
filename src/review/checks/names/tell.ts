import type {Notebook} from '../../notes.ts'

interface LookAlike {
  readonly name: string
  readonly imitated: string
  /** what the other name is from */
  readonly list: string
  readonly subject: string
  readonly pointer: string
}

/** A name that is taken for another one. */
export function tellLookAlike({name, imitated, list, subject, pointer}: LookAlike, notes: Notebook): void {
  const conflict = [
    {value: name, source: 'the BOM'},
    {value: imitated, source: list},
  ]
  notes.find('look-alike', {subject, message: `“${name}” is not “${imitated}”, and looks like it`, conflict, evidence: [notes.cite(pointer, name)]})
}
