import {type ComponentChildren, h} from 'preact'

/** Numbers that lead to the evidence. */
export function cited(numbers: readonly number[]): ComponentChildren {
  if (numbers.length === 0) return null
  const links = numbers.map(number =>
    h('a', {href: `#e${number + 1}`, 'aria-label': `Evidence ${number + 1}`}, `[${number + 1}]`),
  )
  return h('span', {class: 'refs'}, ' ', links)
}
