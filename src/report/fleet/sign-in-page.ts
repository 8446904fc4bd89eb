import {h} from 'preact'
import {renderPage} from '../page/shell.ts'
import {fleetStyle} from './style.ts'

/** Asks for the token of a server. */
export function signInPage(action: string, isWrong: boolean): string {
  const form = h(
    'form',
    {class: 'search', action, method: 'post'},
    h('label', {for: 'token'}, 'Token'),
    h('input', {
      id: 'token',
      name: 'token',
      type: 'password',
      autocomplete: 'current-password',
      required: true,
      maxLength: 1000,
    }),
    h('button', {type: 'submit'}, 'Show the fleet'),
  )
  const main = h(
    'main',
    {id: 'main'},
    h('h1', null, 'Fleet by aibom'),
    isWrong ? h('p', {role: 'alert'}, 'That is not the token.') : null,
    form,
  )
  return renderPage('Fleet by aibom', [main], {style: fleetStyle, forms: 'self'})
}
