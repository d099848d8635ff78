import type { grounds as english } from '../en/grounds.js';

/** Warum ein Antrag abgelehnt werden darf, wie es der betroffenen Person gesagt wird. */
export const grounds: typeof english = {
  manifestly_unfounded: { because: 'Der Antrag ist offenkundig unbegründet', article: 'Art. 12 Abs. 5 DSGVO' },
  excessive: {
    because: 'Der Antrag ist exzessiv, insbesondere weil er wiederholt gestellt wurde',
    article: 'Art. 12 Abs. 5 DSGVO',
  },
  freedom_of_expression: {
    because: 'Wir brauchen die Daten zur Ausübung des Rechts auf freie Meinungsäußerung und Information',
    article: 'Art. 17 Abs. 3 lit. a DSGVO',
  },
  legal_obligation: {
    because: 'Ein Gesetz verpflichtet uns, alle diese Daten weiter zu verarbeiten',
    article: 'Art. 17 Abs. 3 lit. b DSGVO',
  },
  public_health: {
    because: 'Wir brauchen die Daten aus Gründen des öffentlichen Interesses im Bereich der öffentlichen Gesundheit',
    article: 'Art. 17 Abs. 3 lit. c DSGVO',
  },
  archiving: {
    because:
      'Wir brauchen die Daten für im öffentlichen Interesse liegende Archivzwecke, für Forschung oder Statistik, was eine Löschung ernsthaft beeinträchtigen würde',
    article: 'Art. 17 Abs. 3 lit. d DSGVO',
  },
  legal_claims: {
    because: 'Wir brauchen die Daten zur Geltendmachung, Ausübung oder Verteidigung von Rechtsansprüchen',
    article: 'Art. 17 Abs. 3 lit. e DSGVO',
  },
  not_identified: {
    because:
      'Wir können nicht feststellen, welche unserer Daten die Ihren sind, obwohl wir um weitere Angaben gebeten haben',
    article: 'Art. 11 Abs. 2, Art. 12 Abs. 2 DSGVO',
  },
};
