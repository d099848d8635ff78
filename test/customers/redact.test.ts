import { describe, expect, it } from 'vitest';
import { buildMatcher } from '../../src/customers/find-in-text.js';
import { redactMentions, type RedactOptions } from '../../src/customers/redact.js';
import { identifiers } from './person.js';

const matcher = buildMatcher([
  {
    subject: 0,
    identifiers: identifiers({
      names: [{ given: 'Anna', family: 'Müller' }],
      emails: ['x@web.de'],
      phones: ['0171 3920058'],
    }),
  },
  { subject: 1, identifiers: identifiers({ names: [{ given: 'Anna Maria', family: 'Müller' }] }) },
]);

const redact = (text: string, options?: RedactOptions): string => redactMentions(text, matcher.find(text), options);

describe('redaction', () => {
  it('replaces the mentions and nothing else', () => {
    expect(redact('\tBitte  Anna Müllers Termin;\r\n0171/3920058 \ud800 x@web.de.\0')).toBe(
      '\tBitte  [gelöscht] Termin;\r\n[gelöscht] \ud800 [gelöscht].\0',
    );
    expect(redact('nichts von ihr')).toBe('nichts von ihr');
    expect(redact('mit Anna Müller', { replacement: '***' })).toBe('mit ***');
  });

  it('replaces what two subjects share once', () => {
    expect(redact('Anna Maria Müller da')).toBe('[gelöscht] da');
  });

  it('finds a shorter sign where the column is short', () => {
    expect(redact('x@web.de', { maxLength: 10 })).toBe('[gelöscht]');
    expect(redact('x@web.de', { maxLength: 9 })).toBe('[…]');
    expect(redact('x@web.de', { maxLength: 2 })).toBe('…');
    expect(redact('x@web.de x@web.de', { maxLength: 17 })).toBe('[…] […]');
    // Characters are counted as databases do: an emoji is one.
    expect(redact('😀😀 x@web.de', { maxLength: 13 })).toBe('😀😀 [gelöscht]');
  });

  it('leaves JSON valid, also where the name lies in two values or the number is no string', () => {
    expect(redact('{"first_name":"Anna","last_name":"M\\u00fcller","n":1}')).toBe(
      '{"first_name":"[gelöscht]","last_name":"[gelöscht]","n":1}',
    );
    expect(redact('{"phone":491713920058,"mail":"x\\u0040web.de"}')).toBe('{"phone":null,"mail":"[gelöscht]"}');
    expect(redact('[{"note":"sagte \\"Anna Müller\\\\n\\""}]')).toBe('[{"note":"sagte \\"[gelöscht]\\\\n\\""}]');
    expect(JSON.parse(redact('{"a":"x@web.de"}', { replacement: '"\\' }))).toEqual({ a: '"\\' });
    expect(redact('{kein JSON x@web.de}')).toBe('{kein JSON [gelöscht]}');
  });
});
