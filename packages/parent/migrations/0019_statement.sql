-- A closed period is a month of the program's time zone whose statements are written and whose ledger takes nothing any more.
create table closed_periods (
  program_id bigint      not null,
  period     text        not null,
  ends_at    timestamptz not null,
  closed_at  timestamptz not null,
  closed_by  text        not null,
  test       boolean     not null default false,
  constraint closed_periods_pkey primary key (program_id, period),
  constraint closed_period_belongs_to_program foreign key (program_id) references programs,
  constraint period_is_over_when_it_is_closed check (ends_at <= closed_at)
);

-- A statement of a closed period: what one affiliate earned, lost and was paid in one currency. It carries a hash over itself and the statement before it.
create table statements (
  program_id    bigint      not null,
  statement_key bigint      not null generated always as identity,
  id            text        not null,
  affiliate_id  bigint      not null,
  currency      text        not null,
  period        text        not null,
  opening       jsonb       not null,
  closing       jsonb       not null,
  previous_hash text,
  hash          text        not null,
  test          boolean     not null default false,
  constraint statements_pkey primary key (program_id, statement_key),
  constraint statement_id_is_unique unique (program_id, id),
  constraint statement_is_written_once unique (program_id, affiliate_id, currency, period),
  constraint statement_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint statement_is_of_a_closed_period foreign key (program_id, period) references closed_periods
);

-- A line of a statement: the amount, and a commitment to everything else. Erasing a person deletes value and salt; the commitment stays.
create table statement_lines (
  program_id    bigint  not null,
  statement_key bigint  not null,
  line          integer not null,
  amount_minor  bigint  not null,
  commitment    text    not null,
  salt          text,
  value         jsonb,
  test          boolean not null default false,
  constraint statement_lines_pkey primary key (program_id, statement_key, line),
  constraint line_belongs_to_statement foreign key (program_id, statement_key) references statements,
  constraint value_and_salt_go_together check ((salt is null) = (value is null))
);

create trigger closed_period_is_final before update or delete or truncate on closed_periods
  for each statement execute function refuse_change();
create trigger statement_is_final before update or delete or truncate on statements
  for each statement execute function refuse_change();
create trigger statement_line_stays before delete or truncate on statement_lines
  for each statement execute function refuse_change();

create function erase_only() returns trigger language plpgsql as $$
begin
  if new.salt is not null or new.value is not null
  or (new.program_id, new.statement_key, new.line, new.amount_minor, new.commitment, new.test)
     is distinct from (old.program_id, old.statement_key, old.line, old.amount_minor, old.commitment, old.test) then
    raise exception 'a line of a statement can only be erased' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger statement_line_is_only_erased before update on statement_lines for each row execute function erase_only();

create function refuse_closed_period() returns trigger language plpgsql as $$
begin
  if exists (select from closed_periods where program_id = new.program_id and new.at < ends_at) then
    raise exception 'transaction % is of a closed period', new.id
      using errcode = 'check_violation', constraint = 'closed_period_takes_nothing';
  end if;
  return new;
end $$;
create trigger closed_period_takes_nothing before insert on transactions for each row execute function refuse_closed_period();

create index transactions_by_time on transactions (program_id, at);
