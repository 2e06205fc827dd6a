-- A claim says that a customer belongs to the affiliate that registered it first, until it ends.
create table claims (
  program_id   bigint      not null,
  claim_key    bigint      not null generated always as identity,
  affiliate_id bigint      not null,
  claimed_at   timestamptz not null,
  ends_at      timestamptz not null,
  test         boolean     not null,
  constraint claims_pkey primary key (program_id, claim_key),
  constraint claim_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint claim_ends_after_it_begins check (claimed_at <= ends_at)
);

-- By what a claimed customer is known again: keyed hashes, so that nobody can tell whose they are.
create table claim_marks (
  program_id bigint  not null,
  claim_key  bigint  not null,
  kind       text    not null,
  hash       bytea   not null,
  test       boolean not null,
  constraint claim_marks_pkey primary key (program_id, claim_key, kind, hash),
  constraint mark_belongs_to_claim foreign key (program_id, claim_key) references claims on delete cascade,
  constraint mark_kind_is_known check (kind in ('email', 'phone', 'domain'))
);
create index claims_by_mark on claim_marks (program_id, hash);

-- Who sent requests lately, by keyed hashes of network addresses and mailboxes: what limits are counted from, whichever process took them.
create table lead_arrivals (
  program_id  bigint      not null,
  arrival_key bigint      not null generated always as identity,
  hash        bytea       not null,
  at          timestamptz not null,
  test        boolean     not null,
  constraint lead_arrivals_pkey primary key (program_id, arrival_key),
  constraint arrival_belongs_to_program foreign key (program_id) references programs
);
create index arrivals_by_hash on lead_arrivals (program_id, hash, at);
create index arrivals_by_time on lead_arrivals (at);

-- What a lead is worth: its latest proposal, beside the lead so that the pipeline can be summed. And the claim that its customer is covered by.
alter table leads
  add column value_minor bigint not null default 0,
  add column claim_key   bigint,
  add constraint lead_is_covered_by_claim foreign key (program_id, claim_key) references claims;

-- The pipeline in sums, one row for each owner (0: nobody) and state. Kept by the database with each change of a lead, so that 100,000 of them are read
-- as quickly as ten.
create table pipeline (
  program_id   bigint  not null,
  affiliate_id bigint  not null,
  state        text    not null,
  leads        bigint  not null,
  value_minor  bigint  not null,
  test         boolean not null,
  constraint pipeline_pkey primary key (program_id, affiliate_id, state, test),
  constraint pipeline_counts_leads check (0 <= leads)
);

-- How long leads stayed in a state before they left it: counts by logarithmic steps of 5 %, from which a median is read that is at most 2.5 % off.
create table state_times (
  program_id   bigint  not null,
  affiliate_id bigint  not null,
  state        text    not null,
  step         integer not null,
  leads        bigint  not null,
  test         boolean not null,
  constraint state_times_pkey primary key (program_id, affiliate_id, state, step, test)
);

create function count_lead() returns trigger language plpgsql as $$
declare
  changes pipeline[] := '{}';
begin
  if tg_op <> 'INSERT' then
    changes := changes || row (old.program_id, coalesce(old.affiliate_id, 0), old.state, -1, -old.value_minor, old.test)::pipeline;
  end if;
  if tg_op <> 'DELETE' then
    changes := changes || row (new.program_id, coalesce(new.affiliate_id, 0), new.state, 1, new.value_minor, new.test)::pipeline;
  end if;
  insert into pipeline
  select program_id, affiliate_id, state, 0, 0, test
    from unnest(changes)
   order by program_id, affiliate_id, state, test
      on conflict do nothing;
  -- Locked in the order of the key, so that two leads of one owner that move at once do not wait for each other in a circle.
  perform 1
     from pipeline
    where (program_id, affiliate_id, state, test) in (select program_id, affiliate_id, state, test from unnest(changes))
    order by program_id, affiliate_id, state, test
      for update;
  update pipeline as p
     set leads = p.leads + change.leads, value_minor = p.value_minor + change.value_minor
    from (select program_id, affiliate_id, state, test, sum(leads) as leads, sum(value_minor) as value_minor
            from unnest(changes)
           group by program_id, affiliate_id, state, test) as change
   where (p.program_id, p.affiliate_id, p.state, p.test) = (change.program_id, change.affiliate_id, change.state, change.test);
  if tg_op = 'UPDATE' and old.state <> new.state then
    insert into state_times as t (program_id, affiliate_id, state, step, leads, test)
    values (old.program_id, coalesce(old.affiliate_id, 0), old.state,
            floor(ln(greatest(1, extract(epoch from new.state_since - old.state_since))) / ln(1.05)), 1, old.test)
        on conflict on constraint state_times_pkey do update
       set leads = t.leads + 1;
  end if;
  return null;
end $$;
create trigger lead_is_counted after insert or delete or update of state, affiliate_id, value_minor on leads
  for each row execute function count_lead();
