import { describe, expect, it } from 'vitest';
import { isBelboEraseError } from '../../src/errors.js';
import { authorities, findAuthority } from '../../src/notify/authorities.js';
import { composeLetter, letterKindOf, letterKinds, type LetterContext } from '../../src/notify/compose-letter.js';
import type { TextDocument } from '../../src/notify/document.js';
import type { RequestFacts } from '../../src/notify/facts.js';
import { renderHtml } from '../../src/notify/render-html.js';
import { renderMarkdown } from '../../src/notify/render-markdown.js';
import { renderText } from '../../src/notify/render-text.js';
import { date as german } from '../../src/notify/texts/de/dates.js';
import { date as english } from '../../src/notify/texts/en/dates.js';

const open: RequestFacts = {
  requestId: '12',
  status: 'open',
  receivedOn: '2026-10-28',
  dueOn: '2026-11-30',
  extension: null,
  refusal: null,
  erasure: null,
  backups: null,
  recipients: [],
  addressee: {
    name: 'Änne O’Hara <b>',
    street: 'Hauptstr. 1',
    postalCode: '10115',
    city: 'Berlin',
    country: 'DE',
    email: 'aenne@post.example',
  },
};

const erased: RequestFacts = {
  ...open,
  status: 'erased',
  erasure: {
    on: '2026-11-24',
    erased: [
      { title: { de: 'Gutscheine', en: 'vouchers' }, action: 'detach', rows: 1 },
      { title: { de: 'Termine', en: 'appointments' }, action: 'delete', rows: 31 },
    ],
    redacted: 3,
    kept: [
      {
        title: { de: 'Rechnungen', en: 'invoices' },
        retentionClass: 'receipt',
        rows: 7,
        basis: '§ 147 Abs. 3 AO',
        until: '2034-12-31',
      },
      { title: null, retentionClass: 'ledger', rows: 1, basis: '§ 147 Abs. 3 AO', until: '2036-12-31' },
    ],
    baseDataUntil: '2036-12-31',
    unfinished: [],
  },
  backups: 'cleaned',
  recipients: [
    { name: 'Kanzlei', purpose: 'Buchführung', askedOn: '2026-11-24', settledOn: '2026-11-26', outcome: 'confirmed' },
    { name: 'Rundbrief', purpose: null, askedOn: '2026-11-25', settledOn: null, outcome: null },
    { name: 'Kasse', purpose: null, askedOn: null, settledOn: null, outcome: null },
    { name: 'Weg GmbH', purpose: null, askedOn: null, settledOn: '2026-11-25', outcome: 'impossible' },
    { name: 'Alle', purpose: null, askedOn: null, settledOn: '2026-11-25', outcome: 'disproportionate' },
  ],
};

const extended: RequestFacts = {
  ...open,
  dueOn: '2027-01-28',
  extension: { on: '2026-11-20', reason: 'Viele Filialen.' },
};
const refused: RequestFacts = {
  ...open,
  status: 'rejected',
  refusal: { ground: 'legal_claims', explanation: 'Eine Rechnung ist offen.' },
};

const context = (lang: 'de' | 'en'): LetterContext => ({
  lang,
  today: '2026-11-27',
  country: 'DE',
  sender: { name: 'Salon Aurora', address: 'Lindenweg 3, 80331 München', email: 'office@salon.example' },
  authority: findAuthority('DE', 'BY') ?? { name: '', address: '', email: null, web: null },
});

const factsFor = { confirmation: erased, extension: extended, refusal: refused, identity: open } as const;
const letterOf = (kind: (typeof letterKinds)[number], lang: 'de' | 'en'): TextDocument =>
  composeLetter(factsFor[kind], kind, context(lang));

describe('every letter', () => {
  it.each(letterKinds.flatMap((kind) => [[kind, 'de'] as const, [kind, 'en'] as const]))(
    '(%s, %s) is addressed, signed, and names the authority and the remedy, in each format',
    (kind, lang) => {
      const document = letterOf(kind, lang);
      for (const render of [renderText, renderMarkdown, renderHtml]) {
        const text = render(document).replace(/\s+/g, ' ');
        for (const part of [
          'Salon Aurora',
          'Lindenweg 3',
          'Hauptstr. 1',
          '10115 Berlin',
          'Bayerisches Landesamt für Datenschutzaufsicht',
          'Promenade 18',
          lang === 'de' ? 'Nr. 12 vom 28. Oktober 2026' : 'no. 12 of 28 October 2026',
          lang === 'de' ? 'Art. 79' : 'Article 79',
          lang === 'de' ? 'Mit freundlichen Grüßen' : 'Yours sincerely',
        ])
          expect(text).toContain(part);
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      }
      // A domestic letter needs no country.
      expect(document.head?.addressee).toEqual(['Änne O’Hara <b>', 'Hauptstr. 1', '10115 Berlin']);
    },
  );

  it('has the other language nowhere', () => {
    for (const kind of letterKinds) {
      expect(renderText(letterOf(kind, 'de'))).not.toMatch(/\b(?:the|your|erasure|Article|authority)\b/);
      // What the salon has written itself is in the salon's language.
      expect(renderText(letterOf(kind, 'en')).replace(/Viele.*|Eine Rechnung.*/g, '')).not.toMatch(
        /\b(?:der|die|Ihre|Löschung|wir)\b/,
      );
    }
  });

  it('is a page that runs and loads nothing, whatever a name holds', () => {
    const html = renderHtml(letterOf('confirmation', 'de'));
    expect(html).toContain('Änne O’Hara &lt;b&gt;');
    expect(html).not.toMatch(/<b>|<script|(?:src|href)=|@import|url\(/);
    expect(html).toContain("default-src 'none'");
  });

  it('keeps Markdown from taking data for markup', () => {
    const name = '# *Änne* [x](http://x) `y`\n- z | w';
    const facts = { ...open, addressee: { ...open.addressee, name } } as RequestFacts;
    const text = renderMarkdown(composeLetter(facts, 'identity', context('de')));
    expect(text).toContain('\\# \\*Änne\\* \\[x\\](http://x) \\`y\\` - z \\| w');
  });
});

describe('the confirmation', () => {
  it('tells what was erased, what is kept by which law until when, and who was told, and nothing else', () => {
    const text = renderText(letterOf('confirmation', 'de')).replace(/\n {2}/g, ' ');
    for (const part of [
      '- Termine: 31, gelöscht',
      '- Gutscheine: 1, nicht mehr mit Ihnen verknüpft',
      'in 3 Einträgen über andere Personen erwähnt',
      'aus den Kopien in unseren exportierten Dateien',
      '- Rechnungen: 7, § 147 Abs. 3 AO, 31. Dezember 2034',
      '- Bücher und Abschlüsse: 1, § 147 Abs. 3 AO, 31. Dezember 2036',
      '31. Dezember 2036 auf',
      '- Kanzlei (Buchführung): hat die Löschung am 26. November 2026 bestätigt',
      '- Rundbrief: am 25. November 2026 zur Löschung aufgefordert',
      '- Kasse: wird noch zur Löschung aufgefordert',
      '- Weg GmbH: eine Mitteilung war nicht möglich',
      '- Alle: eine Mitteilung wäre mit unverhältnismäßigem Aufwand verbunden gewesen',
    ])
      expect(text.replace(/\s+/g, ' ')).toContain(part);
    expect(text.indexOf('Termine')).toBeLessThan(text.indexOf('Gutscheine'));
  });

  it('says nothing of what did not happen', () => {
    const { erasure } = erased;
    const bare: RequestFacts = {
      ...erased,
      erasure: { ...erasure, on: '2026-11-24', erased: [], redacted: 0, kept: [], baseDataUntil: null, unfinished: [] },
      backups: null,
      recipients: [],
    };
    const text = renderText(composeLetter(bare, 'confirmation', context('en')));
    expect(text).toContain('No law obliges us to keep anything about you: nothing was kept.');
    expect(text).not.toMatch(/recipients|mentioned|exported files|base data/);
  });

  it.each(['residue', 'bytes', 'manual'] as const)('is not written while the step %s is open', (step) => {
    const { erasure } = erased;
    if (erasure === null) throw new Error('erased');
    const early: RequestFacts = { ...erased, erasure: { ...erasure, unfinished: [step] } };
    expect(() => composeLetter(early, 'confirmation', context('de'))).toThrow(
      expect.objectContaining({ code: 'LETTER_EARLY', params: { id: '12', steps: step } }),
    );
  });

  it('promises nothing of exported files that are still to be cleaned', () => {
    const { erasure } = erased;
    if (erasure === null) throw new Error('erased');
    const waiting: RequestFacts = { ...erased, erasure: { ...erasure, kept: [] }, backups: 'open' };
    const [de, en] = (['de', 'en'] as const).map((lang) =>
      renderText(composeLetter(waiting, 'confirmation', context(lang))).replace(/\s+/g, ' '),
    );
    expect(de).toContain('werden noch bereinigt.');
    expect(de).not.toMatch(/verwendet|zurückbehalten/);
    expect(en).toContain('are still being cleaned.');
    expect(en).not.toMatch(/not used|nothing was kept/);
  });

  it('is neutral once nobody knows who it was', () => {
    const document = composeLetter({ ...erased, addressee: null }, 'confirmation', context('en'));
    expect(document.head?.addressee).toEqual([]);
    expect(renderText(document)).toContain('Dear customer,');
    expect(renderText(document)).not.toContain('Änne');
  });
});

describe('extension and refusal', () => {
  it('give the new day and the reasons', () => {
    const extension = renderText(letterOf('extension', 'en')).replace(/\s+/g, ' ');
    expect(extension).toContain('28 January 2027');
    expect(extension).toContain('Viele Filialen.');
    const refusal = renderText(letterOf('refusal', 'en')).replace(/\s+/g, ' ');
    expect(refusal).toContain('Article 17(3)(e) GDPR');
    expect(refusal).toContain('Eine Rechnung ist offen.');
  });
});

describe('rights', () => {
  it.each(['de', 'en'] as const)('are those of Swiss law where the salon is Swiss (%s)', (lang) => {
    const authority = findAuthority('CH', null) ?? context(lang).authority;
    const swiss = composeLetter(refused, 'refusal', { ...context(lang), country: 'CH', authority });
    const text = renderText(swiss).replace(/\s+/g, ' ');
    expect(text).toContain('EDÖB');
    expect(text).toMatch(lang === 'de' ? /Art\. 49 .*Art\. 32 DSG/ : /Article 49 .*Article 32 FADP/);
    // No court or authority of the GDPR is named as responsible for a Swiss salon.
    expect(text).not.toMatch(/Für uns zuständig|responsible for us|79/);
    expect(renderText(letterOf('refusal', lang))).not.toMatch(/DSG\b|FADP/);
  });
});

describe('a letter of a Swiss salon', () => {
  const authority = findAuthority('CH', null);

  it.each(letterKinds.flatMap((kind) => (['de', 'en'] as const).map((lang) => ({ kind, lang }))))(
    'cites the law of its country and leaves out the articles of the GDPR ($kind, $lang)',
    ({ kind, lang }) => {
      if (authority === null) throw new Error('no authority');
      const swiss = { ...context(lang), country: 'CH', authority };
      const text = renderText(composeLetter(factsFor[kind], kind, swiss)).replace(/\s+/g, ' ');
      expect(text).toContain(
        lang === 'de' ? 'Schweizer Datenschutzgesetzes, DSG' : 'Federal Act on Data Protection, FADP',
      );
      // The one hint at the GDPR says when it applies besides.
      expect(text.match(/(?:DSGVO|GDPR)\)/g)).toHaveLength(1);
      expect(renderText(letterOf(kind, lang))).not.toMatch(/DSG\b|FADP/);
    },
  );
});

describe('the kind of letter', () => {
  it('follows from where the request stands', () => {
    expect([open, extended, refused, erased].map(letterKindOf)).toEqual([null, 'extension', 'refusal', 'confirmation']);
  });

  it('is refused where the facts do not bear it', () => {
    const bears = (facts: RequestFacts, kind: (typeof letterKinds)[number]): boolean => {
      try {
        composeLetter(facts, kind, context('de'));
        return true;
      } catch (error) {
        if (isBelboEraseError(error) && error.code === 'LETTER_UNFOUNDED') return false;
        throw error;
      }
    };
    expect(letterKinds.filter((kind) => bears(open, kind))).toEqual(['identity']);
    expect(letterKinds.filter((kind) => bears(extended, kind))).toEqual(['extension', 'identity']);
    expect(letterKinds.filter((kind) => bears(refused, kind))).toEqual(['refusal']);
    expect(letterKinds.filter((kind) => bears(erased, kind))).toEqual(['confirmation']);
  });
});

describe('supervisory authorities', () => {
  it('are known for every German state, Austria and Switzerland, each with an address', () => {
    expect(authorities).toHaveLength(18);
    expect(new Set(authorities.map(({ region }) => region)).size).toBe(18);
    for (const { name, address, email, web, source } of authorities) {
      expect(name.length).toBeGreaterThan(10);
      expect(address).toMatch(/^.+ \d+[a-z]?(?:-\d+)?, \d{4,5} \S/);
      expect(email).toMatch(/^[^@\s]+@[^@\s]+$/);
      expect(web).toMatch(/^https:\/\//);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  it('are not guessed', () => {
    expect(findAuthority('DE', null)).toBeNull();
    expect(findAuthority('AT', null)?.name).toBe('Österreichische Datenschutzbehörde');
    expect(findAuthority('CH', 'ZH')?.address).toContain('Bern');
  });
});

describe('a day in a letter', () => {
  it.each([
    ['de', german, /\d\.$/m],
    ['en', english, /(?:^|\s)\d{1,2}$/m],
  ] as const)('is not broken behind its number (%s)', (lang, date, broken) => {
    for (let length = 0; length < 80; length += 1) {
      const text = `${'x'.repeat(length)} ${date('2034-12-31')} und`;
      const document = { lang, head: null, title: 't' } as const;
      expect(renderText({ ...document, blocks: [{ kind: 'paragraph', text }] })).not.toMatch(broken);
      expect(renderText({ ...document, blocks: [{ kind: 'list', items: [text] }] })).not.toMatch(broken);
    }
  });
});
