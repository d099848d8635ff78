import type { Authority } from './compose-letter.js';

/** A supervisory authority with the page its address was taken from. */
export interface KnownAuthority extends Authority {
  /** ISO 3166-1 country, or ISO 3166-2 code of a German state, whose private bodies it supervises. */
  readonly region: string;
  /** Site of the authority itself, whose imprint has the address. */
  readonly source: string;
}

function known(region: string, name: string, address: string, email: string, web: string): KnownAuthority {
  return { region, name, address, email, web, source: web };
}

/**
 * Who is responsible for salons (Art. 55 GDPR; § 40 BDSG: in Germany the authority of the state in which the salon is, in
 * Bavaria the one for private bodies). As of November 2026, from privacy notices that name them; `source` is where to look. They
 * move now and then: the configuration's `authority` comes before this table.
 */
export const authorities: readonly KnownAuthority[] = [
  known(
    'DE-BW',
    'Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg',
    'Heilbronner Straße 35, 70191 Stuttgart',
    'poststelle@lfdi.bwl.de',
    'https://www.baden-wuerttemberg.datenschutz.de',
  ),
  known(
    'DE-BY',
    'Bayerisches Landesamt für Datenschutzaufsicht',
    'Promenade 18, 91522 Ansbach',
    'poststelle@lda.bayern.de',
    'https://www.lda.bayern.de',
  ),
  known(
    'DE-BE',
    'Berliner Beauftragte für Datenschutz und Informationsfreiheit',
    'Alt-Moabit 59-61, 10555 Berlin',
    'mailbox@datenschutz-berlin.de',
    'https://www.datenschutz-berlin.de',
  ),
  known(
    'DE-BB',
    'Die Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg',
    'Stahnsdorfer Damm 77, 14532 Kleinmachnow',
    'poststelle@lda.brandenburg.de',
    'https://www.lda.brandenburg.de',
  ),
  known(
    'DE-HB',
    'Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen',
    'Arndtstraße 1, 27570 Bremerhaven',
    'office@datenschutz.bremen.de',
    'https://www.datenschutz.bremen.de',
  ),
  known(
    'DE-HH',
    'Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit',
    'Ludwig-Erhard-Straße 22, 20459 Hamburg',
    'mailbox@datenschutz.hamburg.de',
    'https://datenschutz-hamburg.de',
  ),
  known(
    'DE-HE',
    'Der Hessische Beauftragte für Datenschutz und Informationsfreiheit',
    'Gustav-Stresemann-Ring 1, 65189 Wiesbaden',
    'poststelle@datenschutz.hessen.de',
    'https://datenschutz.hessen.de',
  ),
  known(
    'DE-MV',
    'Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern',
    'Werderstraße 74a, 19055 Schwerin',
    'info@datenschutz-mv.de',
    'https://www.datenschutz-mv.de',
  ),
  known(
    'DE-NI',
    'Der Landesbeauftragte für den Datenschutz Niedersachsen',
    'Prinzenstraße 5, 30159 Hannover',
    'poststelle@lfd.niedersachsen.de',
    'https://www.lfd.niedersachsen.de',
  ),
  known(
    'DE-NW',
    'Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen',
    'Kavalleriestraße 2-4, 40213 Düsseldorf',
    'poststelle@ldi.nrw.de',
    'https://www.ldi.nrw.de',
  ),
  known(
    'DE-RP',
    'Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz',
    'Hintere Bleiche 34, 55116 Mainz',
    'poststelle@datenschutz.rlp.de',
    'https://www.datenschutz.rlp.de',
  ),
  known(
    'DE-SL',
    'Unabhängiges Datenschutzzentrum Saarland',
    'Fritz-Dobisch-Straße 12, 66111 Saarbrücken',
    'poststelle@datenschutz.saarland.de',
    'https://www.datenschutz.saarland.de',
  ),
  known(
    'DE-SN',
    'Sächsische Datenschutz- und Transparenzbeauftragte',
    'Maternistraße 17, 01067 Dresden',
    'post@sdtb.sachsen.de',
    'https://www.datenschutz.sachsen.de',
  ),
  known(
    'DE-ST',
    'Landesbeauftragte für den Datenschutz Sachsen-Anhalt',
    'Otto-von-Guericke-Straße 34a, 39104 Magdeburg',
    'poststelle@lfd.sachsen-anhalt.de',
    'https://datenschutz.sachsen-anhalt.de',
  ),
  known(
    'DE-SH',
    'Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein',
    'Holstenstraße 98, 24103 Kiel',
    'mail@datenschutzzentrum.de',
    'https://www.datenschutzzentrum.de',
  ),
  known(
    'DE-TH',
    'Der Thüringer Landesbeauftragte für den Datenschutz und die Informationsfreiheit',
    'Häßlerstraße 8, 99096 Erfurt',
    'poststelle@datenschutz.thueringen.de',
    'https://www.tlfdi.de',
  ),
  known(
    'AT',
    'Österreichische Datenschutzbehörde',
    'Barichgasse 40-42, 1030 Wien',
    'dsb@dsb.gv.at',
    'https://www.dsb.gv.at',
  ),
  known(
    'CH',
    'Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter (EDÖB)',
    'Feldeggweg 1, 3003 Bern',
    'info@edoeb.admin.ch',
    'https://www.edoeb.admin.ch',
  ),
];

/**
 * The authority for a controller; null in Germany when its state is not known: there are 16.
 * @param state ISO 3166-2 without the country, e.g. `BY`; only Germany has an authority for private bodies in each
 */
export function findAuthority(country: string, state: string | null): Authority | null {
  const region = country === 'DE' ? `DE-${state ?? ''}` : country;
  return authorities.find((each) => each.region === region) ?? null;
}
