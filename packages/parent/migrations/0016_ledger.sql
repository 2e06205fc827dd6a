-- A transaction of the ledger: what happened to money, once for each cause and kind. It is written with all of its entries or not at all.
create table transactions (
  program_id      bigint      not null,
  transaction_key bigint      not null generated always as identity,
  id              text        not null,
  kind            text        not null,
  cause           text        not null,
  corrects        bigint,
  at              timestamptz not null,
  written_by      xid8        not null default pg_current_xact_id(),
  test            boolean     not null default false,
  constraint transactions_pkey primary key (program_id, transaction_key),
  constraint transaction_belongs_to_program foreign key (program_id) references programs,
  constraint transaction_id_is_unique unique (program_id, id),
  constraint cause_is_posted_once unique (program_id, cause, kind),
  constraint transaction_is_written_at_once unique (program_id, transaction_key, written_by),
  constraint transaction_corrects_another foreign key (program_id, corrects) references transactions,
  constraint transaction_kind_is_known check (kind in (
    'commission_created', 'commission_delivered', 'commission_released', 'commission_reversed', 'commission_reinstated',
    'payout_sent', 'payout_settled', 'payout_failed', 'receivable_written_off'
  )),
  constraint test_moves_no_money check (not test)
);

-- An entry is a positive amount on one side of one account: (program, currency, kind, affiliate or none).
create table entries (
  program_id      bigint  not null,
  entry_key       bigint  not null generated always as identity,
  transaction_key bigint  not null,
  account         text    not null,
  affiliate_id    bigint,
  currency        text    not null,
  side            text    not null,
  amount_minor    bigint  not null,
  commission_key  bigint,
  written_by      xid8    not null default pg_current_xact_id(),
  test            boolean not null default false,
  constraint entries_pkey primary key (program_id, entry_key),
  constraint entry_is_written_with_its_transaction foreign key (program_id, transaction_key, written_by)
    references transactions (program_id, transaction_key, written_by),
  constraint entry_names_an_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint account_is_known check (account in (
    'commission_expense', 'affiliate_pending', 'affiliate_held', 'affiliate_payable', 'payout_in_transit', 'bank', 'write_off'
  )),
  constraint account_of_an_affiliate_names_it check (
    (account in ('affiliate_pending', 'affiliate_held', 'affiliate_payable', 'payout_in_transit')) = (affiliate_id is not null)
  ),
  constraint entry_has_a_side check (side in ('debit', 'credit')),
  constraint entry_amount_is_positive check (0 < amount_minor and amount_minor <= 9007199254740991),
  constraint test_enters_no_money check (not test)
);
create index entries_of_account on entries (program_id, affiliate_id, currency, account, written_by) include (side, amount_minor);
create index entries_of_transaction on entries (program_id, transaction_key) include (side, currency, amount_minor);

-- A snapshot is an account's balance (credits minus debits) over all entries of database transactions before `before`.
create table balance_snapshots (
  program_id    bigint      not null,
  affiliate_id  bigint,
  currency      text        not null,
  account       text        not null,
  before        xid8        not null,
  balance_minor bigint      not null,
  taken_at      timestamptz not null default now(),
  test          boolean     not null default false,
  constraint snapshot_is_single unique nulls not distinct (program_id, affiliate_id, currency, account),
  constraint snapshot_belongs_to_program foreign key (program_id) references programs
);

create function check_balance() returns trigger language plpgsql as $$
declare
  off record;
begin
  select currency, sum(case side when 'debit' then amount_minor else -amount_minor end) as difference
    into off
    from entries
   where program_id = new.program_id and transaction_key = new.transaction_key
   group by currency
  having sum(case side when 'debit' then amount_minor else -amount_minor end) <> 0
   limit 1;
  if found then
    raise exception 'transaction % is off by % in %', new.id, off.difference, off.currency
      using errcode = 'check_violation', constraint = 'transaction_balances';
  end if;
  if not exists (select from entries where program_id = new.program_id and transaction_key = new.transaction_key) then
    raise exception 'transaction % is empty', new.id using errcode = 'check_violation', constraint = 'transaction_is_not_empty';
  end if;
  return null;
end $$;

create constraint trigger transaction_balances after insert on transactions
  deferrable initially deferred for each row execute function check_balance();
create trigger transaction_is_final before update or delete or truncate on transactions
  for each statement execute function refuse_change();
create trigger entry_is_final before update or delete or truncate on entries
  for each statement execute function refuse_change();
