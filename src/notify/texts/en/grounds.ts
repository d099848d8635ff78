/** Why a request may be refused, as the customer is told (Art. 12(4) GDPR), by the code of the ground. */
export const grounds: Readonly<Record<string, string>> = {
  manifestly_unfounded: 'The request is manifestly unfounded (Article 12(5) GDPR).',
  excessive: 'The request is excessive, in particular because it is repeated (Article 12(5) GDPR).',
  freedom_of_expression:
    'We need the data for exercising the right of freedom of expression and information (Article 17(3)(a) GDPR).',
  legal_obligation: 'The law obliges us to go on processing all of this data (Article 17(3)(b) GDPR).',
  public_health:
    'We need the data for reasons of public interest in the area of public health (Article 17(3)(c) GDPR).',
  archiving:
    'We need the data for archiving in the public interest, for research or for statistics, which erasing it would seriously impair (Article 17(3)(d) GDPR).',
  legal_claims: 'We need the data to establish, exercise or defend legal claims (Article 17(3)(e) GDPR).',
  not_identified:
    'We cannot tell which of our data is yours, although we asked for further information (Articles 11(2) and 12(2) GDPR).',
};
