/** docs/taxonomy.md, made from schemas/aibom-properties.json. */
export function taxonomyPage(taxonomy) {
  const lines = [
    '# Taxonomy',
    '',
    '<!-- Generated from schemas/aibom-properties.json by `npm run generate`. Do not edit. -->',
    '',
  ]
  lines.push(...taxonomy.introduction.flatMap(paragraph => [paragraph, '']))
  lines.push(
    '## Kinds',
    '',
    ...table(
      ['`aibom:kind`', 'in CycloneDX', 'meaning'],
      taxonomy.kinds.map(kind => [code(kind.kind), kind.cyclonedx, kind.meaning]),
    ),
    '',
  )
  for (const group of taxonomy.groups) {
    lines.push(`## ${group.title}`, '', ...group.text.flatMap(paragraph => [paragraph, '']))
    lines.push(
      ...table(
        ['property', 'value', 'meaning'],
        group.properties.map(property => [code(property.name), property.value, property.meaning]),
      ),
      '',
    )
  }
  lines.push(
    '## Gap codes',
    '',
    ...table(
      ['code', 'meaning'],
      taxonomy.gaps.map(gap => [code(gap.code), gap.meaning]),
    ),
    '',
  )
  return `${lines.join('\n').trimEnd()}\n`
}

function code(text) {
  return `\`${text}\``
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(
    cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
}
