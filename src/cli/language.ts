export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

/** `de_AT.UTF-8`, `de`, `DE` -> `de`; null for a language there are no texts in. */
function parseLanguage(value: string | undefined): Language | null {
  const short = value?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === short) ?? null;
}

/** Value of `--lang` as typed, before the options are parsed: errors in the options are told in this language, too. */
function typedLanguage(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((each) => each === '--lang' || each.startsWith('--lang='));
  const option = argv[index];
  if (option === undefined) return undefined;
  return option === '--lang' ? argv[index + 1] : option.slice('--lang='.length);
}

/** The language somebody asked for by flag or `BELBO_ERASE_LANG`; null when nobody did. */
export function chosenLanguage(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language | null {
  return parseLanguage(typedLanguage(argv)) ?? parseLanguage(env['BELBO_ERASE_LANG']);
}

/** The language of the system's locale. POSIX: the first variable that is set and not empty decides, even for `C`. */
export function systemLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  return parseLanguage(locale) ?? 'en';
}

/** Whether the terminal can show more than ASCII, by its locale. No locale at all (containers) is taken as UTF-8. */
export function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C.UTF-8';
  return /utf-?8/i.test(locale);
}
