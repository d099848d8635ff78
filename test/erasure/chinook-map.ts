/** A map for the Chinook sample database: the customer is masked, not deleted, for invoices refer to it. */
export const chinookMap = `
version: 1
name: chinook
title: { de: Chinook, en: Chinook }
subject:
  table: Customer
  key: CustomerId
  rows: mask
  identifiers:
    given_name: FirstName
    family_name: LastName
    emails: [Email]
    phones: [Phone, Fax]
    street: Address
    postal_code: PostalCode
    city: City
    country: Country
  columns:
    FirstName: { constant: gelöscht }
    LastName: { constant: gelöscht }
    Company: null
    Address: null
    City: null
    State: null
    PostalCode: { generalise: postal_code }
    Phone: null
    Fax: null
    Email: { token: erased- }
  logins:
    - { table: Employee, key: EmployeeId, login: EmployeeId, email: Email }
tables:
  Invoice:
    belongs_to: [{ columns: CustomerId, to: Customer, on_delete: no_action }]
    rows: keep
    columns:
      BillingAddress: null
      BillingCity: null
      BillingState: null
      BillingPostalCode: { generalise: postal_code }
      BillingCountry: keep
  InvoiceLine:
    belongs_to: [{ columns: InvoiceId, to: Invoice, on_delete: no_action }]
    rows: keep
requests: own
ignored:
  tables:
    Album: Records for sale
    Artist: Records for sale
    Employee: Staff, guarded as logins
    Genre: Records for sale
    MediaType: Records for sale
    Playlist: Records for sale
    PlaylistTrack: Records for sale
    Track: Records for sale
`;
