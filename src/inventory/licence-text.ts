/** Beginnings of the texts of licences, and what their identifiers begin with. */
const licenceTexts: readonly (readonly [text: RegExp, id: string])[] = [
  [/Apache License\s+Version 2\.0/, 'apache-2'],
  [/\bMIT License\b|Permission is hereby granted, free of charge/, 'mit'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE/, 'agpl'],
  [/GNU LESSER GENERAL PUBLIC LICENSE/, 'lgpl'],
  [/GNU GENERAL PUBLIC LICENSE/, 'gpl'],
  [/Attribution-NonCommercial/i, 'cc-by-nc'],
  [/Redistribution and use in source and binary forms/, 'bsd'],
  [/LLAMA [\d.]+ COMMUNITY LICENSE/i, 'llama'],
  [/Gemma Terms of Use/i, 'gemma'],
]
/** The title is in the first lines. */
const headLength = 4000

/**
 * What the identifier of a licence begins with, by the beginning of its text; undefined for texts that are not known.
 */
export function licenceOfText(text: string): string | undefined {
  const head = text.slice(0, headLength)
  return licenceTexts.find(([pattern]) => pattern.test(head))?.[1]
}

/** `Apache License 2.0`, `apache-2.0` and `Apache-2.0` are one. */
export function licenceFamily(licence: string): string {
  return licence
    .toLowerCase()
    .replace(/\b(?:licen[cs]e|version|the)\b/g, '')
    .split(/[^a-z0-9.]+/)
    .filter(part => part !== '')
    .join('-')
    .replace(/(?:-only|-or-later)$/, '')
}
