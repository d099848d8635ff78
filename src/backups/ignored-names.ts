import { isOwnFile } from './leftovers.js';

/** What operating systems put into folders by themselves. */
const furniture = ['.DS_Store', 'Thumbs.db', 'desktop.ini'];

/** A test for names that match one of the patterns; `*` stands for any characters, `?` for one, case does not matter. */
function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((each) => {
    const source = each
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 'iu');
  });
  return (name) => expressions.some((each) => each.test(name));
}

/**
 * A test for names that are no backups: those of the patterns, what operating systems put into folders, and what this tool
 * puts beside a file while it replaces it.
 */
export function ignoredNames(patterns: readonly string[]): (name: string) => boolean {
  const matches = matcherOf(patterns);
  return (name) => isOwnFile(name) || furniture.includes(name) || matches(name);
}
