-- A plan is one published version of a program's compensation plan. It is never edited: a new version takes its place from its date on.
create table plans (
  program_id   bigint      not null,
  plan_key     bigint      not null generated always as identity,
  id           text        not null,
  version      integer     not null,
  document     jsonb       not null,
  findings     jsonb       not null,
  note         text        not null,
  effective_at timestamptz not null,
  published_at timestamptz not null,
  published_by text        not null,
  test         boolean     not null default false,
  constraint plans_pkey primary key (program_id, plan_key),
  constraint plan_belongs_to_program foreign key (program_id) references programs,
  constraint plan_id_is_unique unique (program_id, id),
  constraint plan_version_is_unique unique (program_id, version),
  constraint plan_date_is_unique unique (program_id, effective_at),
  constraint plan_is_not_backdated check (published_at <= effective_at),
  constraint warnings_need_a_note check (jsonb_array_length(findings) = 0 or note <> '')
);
create index plans_by_date on plans (program_id, effective_at desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever added to, never changed', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger plan_is_never_edited before update or delete or truncate on plans
  for each statement execute function refuse_change();

-- Frozen with the order: who stood above its affiliate then, nearest last, and which version of the plan counted.
alter table orders add column upline   bigint[] not null default '{}';
alter table orders add column plan_key bigint;
alter table orders add constraint order_names_a_plan foreign key (program_id, plan_key) references plans;

-- One mailbox for comparing, as `core/mailbox.ts` says it: capitals, tags and dots do not make another person.
create function mailbox(email text) returns text language sql immutable parallel safe as $$
  with parts as (
    select split_part(plain, '@', 1) as local,
           regexp_replace(regexp_replace(plain, '^.*@', ''), '\.$', '') as domain
      from (select lower(normalize(btrim(email), nfkc)) as plain) as address
  )
  select coalesce(nullif(replace(regexp_replace(local, '\+.*$', ''), '.', ''), ''), local) || '@'
         || case domain when 'googlemail.com' then 'gmail.com' else domain end
    from parts
$$;
create index affiliates_by_mailbox on affiliates (program_id, mailbox(email));
