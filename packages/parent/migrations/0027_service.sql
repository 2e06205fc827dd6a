-- What an offer says beside its texts and pictures where it is a service (`ServiceFacts`).
alter table offers
  add column service jsonb,
  add constraint service_has_facts check ((kind = 'service') = (service is not null));
