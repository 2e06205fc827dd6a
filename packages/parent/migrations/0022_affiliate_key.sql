-- What lets an affiliate see its own account: keys for its programs (`api`), signed-in browsers (`session`), and the links that sign in (`sign_in`),
-- which are good once. Only hashes are kept.
create table affiliate_keys (
  program_id   bigint      not null,
  key_id       bigint      not null generated always as identity,
  affiliate_id bigint      not null,
  purpose      text        not null,
  kid          text        not null,
  name         text        not null default '',
  hash         bytea       not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  retired_at   timestamptz,
  test         boolean     not null default false,
  constraint affiliate_keys_pkey primary key (program_id, key_id),
  constraint affiliate_key_hash_is_unique unique (hash),
  constraint affiliate_key_purpose_is_known check (purpose in ('api', 'session', 'sign_in')),
  constraint sessions_and_links_end check (purpose = 'api' or expires_at is not null),
  constraint key_is_of_an_affiliate foreign key (program_id, affiliate_id) references affiliates
);
create index keys_of_affiliate on affiliate_keys (program_id, affiliate_id, purpose, created_at);

-- Which orders an affiliate earns from, newest first.
create index commissions_of_affiliate_by_order on commissions (program_id, affiliate_id, order_key desc);
