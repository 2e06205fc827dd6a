-- What the plan made of an order, once: everything that explains its commissions, who did not earn and why.
create table earnings (
  program_id  bigint      not null,
  order_key   bigint      not null,
  plan_key    bigint      not null,
  explanation jsonb       not null,
  decided_at  timestamptz not null,
  test        boolean     not null,
  constraint earnings_pkey primary key (program_id, order_key),
  constraint earnings_belong_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint earnings_name_a_plan foreign key (program_id, plan_key) references plans
);

-- A commission is what one affiliate earns from one line at one level. Its money is in the account that its state names.
create table commissions (
  program_id     bigint      not null,
  commission_key bigint      not null generated always as identity,
  id             text        not null,
  order_key      bigint      not null,
  line           integer     not null,
  affiliate_id   bigint      not null,
  level          integer     not null,
  currency       text        not null,
  of_minor       bigint      not null,
  earned_minor   bigint      not null,
  reversed_minor bigint      not null default 0,
  state          text        not null default 'pending',
  earned_at      timestamptz not null,
  delivered_at   timestamptz,
  released_at    timestamptz,
  payout_key     bigint,
  test           boolean     not null,
  constraint commissions_pkey primary key (program_id, commission_key),
  constraint commission_id_is_unique unique (program_id, id),
  constraint commission_is_earned_once unique (program_id, order_key, line, affiliate_id, level),
  constraint commission_is_from_a_line foreign key (program_id, order_key, line) references order_lines on delete cascade,
  constraint commission_is_explained foreign key (program_id, order_key) references earnings on delete cascade,
  constraint commission_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint commission_state_is_known check (state in ('pending', 'held', 'payable', 'paid')),
  constraint commission_is_positive check (0 < earned_minor and earned_minor <= 9007199254740991),
  constraint reversal_never_exceeds_what_was_earned check (0 <= reversed_minor and reversed_minor <= earned_minor),
  constraint delivered_before_held check ((state = 'pending') = (delivered_at is null)),
  constraint paid_commission_names_its_payout check (state <> 'paid' or payout_key is not null or test),
  constraint test_is_never_paid_out check (not test or payout_key is null)
);
create index commissions_of_affiliate on commissions (program_id, affiliate_id, commission_key desc);
create index commissions_payable on commissions (program_id, affiliate_id, currency) where state = 'payable' and payout_key is null and not test;
-- What the clock moves on: undelivered ones may be assumed delivered, held ones may be released.
create index commissions_waiting on commissions (program_id, state, released_at) where state in ('pending', 'held');

alter table entries add constraint entry_names_a_commission foreign key (program_id, commission_key) references commissions;
create index entries_of_commission on entries (program_id, commission_key) where commission_key is not null;
