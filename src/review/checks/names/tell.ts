import {spelled} from '../../../lib/names/look-alike.ts'
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
  // letters that look alike are told by their numbers
  const shown = spelled(name)
  const conflict = [
    {value: shown, source: 'the BOM'},
    {value: imitated, source: list},
  ]
  notes.find('look-alike', {
    subject,
    message: `“${shown}” looks like “${imitated}”, but is not`,
    conflict,
    evidence: [notes.cite(pointer, name)],
  })
}
