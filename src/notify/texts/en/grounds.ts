/** A ground of refusal as a sentence without its full stop, and the article that allows it. */
export interface Ground {
  readonly because: string;
  readonly article: string;
}

/** Why a request may be refused, as the customer is told (Art. 12(4) GDPR), by the code of the ground. */
export const grounds: Readonly<Record<string, Ground>> = {
  manifestly_unfounded: { because: 'The request is manifestly unfounded', article: 'Article 12(5) GDPR' },
  excessive: {
    because: 'The request is excessive, in particular because it is repeated',
    article: 'Article 12(5) GDPR',
  },
  freedom_of_expression: {
    because: 'We need the data for exercising the right of freedom of expression and information',
    article: 'Article 17(3)(a) GDPR',
  },
  legal_obligation: {
    because: 'The law obliges us to go on processing all of this data',
    article: 'Article 17(3)(b) GDPR',
  },
  public_health: {
    because: 'We need the data for reasons of public interest in the area of public health',
    article: 'Article 17(3)(c) GDPR',
  },
  archiving: {
    because:
      'We need the data for archiving in the public interest, for research or for statistics, which erasing it would seriously impair',
    article: 'Article 17(3)(d) GDPR',
  },
  legal_claims: {
    because: 'We need the data to establish, exercise or defend legal claims',
    article: 'Article 17(3)(e) GDPR',
  },
  not_identified: {
    because: 'We cannot tell which of our data is yours, although we asked for further information',
    article: 'Articles 11(2) and 12(2) GDPR',
  },
};
