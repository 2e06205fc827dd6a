-- A discount is what a code takes off an order. `name` is the code as it is looked up, `uses` how many orders hold one now.
create table discounts (
  program_id     bigint      not null,
  discount_id    bigint      not null generated always as identity,
  name           text        not null,
  code           text        not null,
  title          text        not null,
  kind           text        not null,
  basis_points   integer,
  amount_minor   bigint,
  currency       text        not null,
  valid_from     timestamptz,
  valid_until    timestamptz,
  use_limit      bigint,
  customer_limit bigint,
  minimum_minor  bigint      not null,
  uses           bigint      not null default 0,
  created_at     timestamptz not null,
  ended_at       timestamptz,
  test           boolean     not null,
  constraint discounts_pkey primary key (program_id, discount_id),
  constraint discount_belongs_to_program foreign key (program_id) references programs,
  constraint discount_name_is_unique unique (program_id, name),
  constraint discount_name_has_no_reserved_prefix check (not starts_with(name, 'ZZ') and not starts_with(name, 'S1TE')),
  constraint discount_kind_is_known check (kind in ('percent', 'amount', 'free_shipping')),
  constraint discount_has_what_its_kind_needs check ((kind = 'percent') = (basis_points is not null) and (kind = 'amount') = (amount_minor is not null)),
  constraint discount_takes_something_off check (basis_points between 1 and 10000 and 0 < amount_minor),
  constraint discount_amounts_are_exact check (amount_minor <= 9007199254740991 and minimum_minor between 0 and 9007199254740991),
  constraint discount_ends_after_it_begins check (valid_from < valid_until),
  constraint discount_is_used_at_most_as_often check (0 <= uses and uses <= use_limit)
);

-- An order that a discount was taken off. It is given back when the whole order is cancelled. `customer_hash` is that of the order, and forgotten with it.
create table discount_uses (
  program_id    bigint      not null,
  order_key     bigint      not null,
  discount_id   bigint      not null,
  amount_minor  bigint      not null,
  customer_hash bytea,
  used_at       timestamptz not null,
  given_back_at timestamptz,
  test          boolean     not null,
  constraint discount_uses_pkey primary key (program_id, order_key),
  constraint discount_use_is_of_discount foreign key (program_id, discount_id) references discounts,
  constraint discount_use_is_of_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint discount_use_amount_is_exact check (amount_minor between 0 and 9007199254740991)
);

create index discount_uses_of_customer on discount_uses (program_id, discount_id, customer_hash) where given_back_at is null and not test;

-- A customer has one field for codes, so a code means one thing: whoever comes second does not get it, as where it is taken among its own. One lock a
-- program, as for its network: one for each code would be too many where thousands of affiliates are added at once.
create function code_is_free() returns trigger language plpgsql as $$
declare
  wanted text := to_jsonb(new) ->> tg_argv[0];
begin
  perform pg_advisory_xact_lock(7261958, new.program_id::integer);
  if tg_table_name = 'discounts' then
    return case when exists (select from affiliates where program_id = new.program_id and code = wanted) then null else new end;
  end if;
  return case when exists (select from discounts where program_id = new.program_id and name = wanted) then null else new end;
end
$$;

create trigger code_is_no_affiliates before insert or update of name on discounts
  for each row execute function code_is_free('name');

create trigger code_is_no_discounts before insert or update of code on affiliates
  for each row execute function code_is_free('code');
