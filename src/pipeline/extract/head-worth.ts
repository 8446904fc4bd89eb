import type {FileEntry} from '../../inventory/source.ts'

/** Nothing that we know by its first bytes is smaller. */
const smallestBytes = 8n
/** Text and media of that size are rare enough to be looked at, whatever their name says. */
const alwaysBytes = 8n * 1024n * 1024n

/** Endings whose files are what they say, or harmless under that name: a repository has thousands of them. */
const plainEndings = new Set(
  [
    'py pyi js mjs cjs ts mts cts jsx tsx vue svelte astro css scss sass less html htm md mdx rst adoc txt csv tsv log sql sh bash zsh fish ps1 bat',
    'c h cc cpp cxx hpp cu cuh go rs java kt kts scala swift rb php pl pm lua r jl cs fs ex exs erl hs ml clj dart m mm proto graphql thrift',
    'png jpg jpeg gif webp avif ico svg bmp tiff mp3 mp4 wav ogg flac webm mov avi woff woff2 ttf otf eot pdf map snap lock po pot mo',
    'toml ini cfg conf yml yaml tf tfvars bicep env properties gradle cmake mk patch diff gitignore gitattributes editorconfig ipynb',
  ]
    .join(' ')
    .split(' '),
)

/** Whether the first bytes of a file that nobody claimed by name are worth opening it. */
export function isHeadWorth(file: FileEntry): boolean {
  const ending = file.path.slice(file.path.lastIndexOf('.') + 1)
  const {byteLength} = file
  return byteLength >= (plainEndings.has(ending) ? alwaysBytes : smallestBytes)
}
