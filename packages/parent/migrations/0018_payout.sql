-- A payout is what one affiliate is paid at once in one currency: a part of a batch. Making it and approving it take two keys.
create table payouts (
  program_id   bigint      not null,
  payout_key   bigint      not null generated always as identity,
  id           text        not null,
  batch        text        not null,
  affiliate_id bigint      not null,
  currency     text        not null,
  amount_minor bigint      not null,
  state        text        not null default 'draft',
  made_by      text        not null,
  made_at      timestamptz not null,
  approved_by  text,
  sent_at      timestamptz,
  ended_at     timestamptz,
  reason       text        not null default '',
  test         boolean     not null default false,
  constraint payouts_pkey primary key (program_id, payout_key),
  constraint payout_id_is_unique unique (program_id, id),
  constraint payout_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint payout_pays_something check (0 < amount_minor and amount_minor <= 9007199254740991),
  constraint payout_state_is_known check (state in ('draft', 'approved', 'sent', 'settled', 'failed', 'withdrawn')),
  constraint payout_needs_two_keys check (approved_by is null or approved_by <> made_by),
  constraint sent_payout_was_approved check (state in ('draft', 'withdrawn') or approved_by is not null),
  constraint test_pays_nothing check (not test)
);
create unique index payout_is_single_until_it_ends on payouts (program_id, affiliate_id, currency) where state in ('draft', 'approved');
create index payouts_of_batch on payouts (program_id, batch, payout_key);
create index payouts_of_affiliate on payouts (program_id, affiliate_id, payout_key desc);

alter table commissions add constraint commission_names_a_payout foreign key (program_id, payout_key) references payouts;
create index commissions_of_payout on commissions (program_id, payout_key) where payout_key is not null;
