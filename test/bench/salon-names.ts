import { nicknames as knownNicknames } from '../../fixtures/belbo/names.js';

/** Short forms by full name, more than the demo's. */
export const nicknames: Readonly<Record<string, string>> = {
  ...knownNicknames,
  Johannes: 'Hans',
  Josef: 'Sepp',
  Margarete: 'Gretel',
  Wilhelm: 'Willi',
  Heinrich: 'Heinz',
  Barbara: 'Babsi',
  Ursula: 'Uschi',
  Ulrike: 'Uli',
  Angelika: 'Geli',
  Veronika: 'Vroni',
  Matthias: 'Hias',
  Friedrich: 'Fritz',
  Georg: 'Schorsch',
  Ludwig: 'Luggi',
  Theresa: 'Resi',
  Christian: 'Chris',
  Daniel: 'Dani',
  Tobias: 'Tobi',
};

const stems =
  `Linden Eichen Buchen Tannen Birken Erlen Rosen Stein Berg Thal Bach Brunn See Feld Wald Wiesen Acker Garten Hof Haus Dorf Burg
  Kirch Kloster Mühl Schmied Schön Alt Neu Hoch Nieder Ober Unter Vorder Hinter Lang Kurz Grün Roth Schwarz Weiß Gold Silber
  Eisen Kupfer Salz Honig Wein Korn Hirsch Fuchs Wolf Bären Adler Falken Vogel Hasen Ross Engel König Kaiser Ritter Graf`.split(
    /\s+/,
  );
const endings =
  `berger mann meier bauer müller huber hofer lechner egger reiter thaler bacher felder walder auer steiner burger hauser
  dorfer kirchner wieser länder schneider weber hammer kamp brink busch horst loh stedt rode scheid roth feld wald stein`.split(
    /\s+/,
  );

/** Some 2,500 family names, the demo's beside them; real salons have more than the demo. */
export const furtherFamilyNames = stems.flatMap((stem) => endings.map((ending) => `${stem}${ending}`));
