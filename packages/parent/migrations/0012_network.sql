-- A move of an affiliate to another sponsor, or to none: by staff, with a reason. Orders that were placed before keep the upline they froze.
create table affiliate_moves (
  program_id      bigint      not null,
  move_key        bigint      not null generated always as identity,
  affiliate_id    bigint      not null,
  from_sponsor_id bigint,
  to_sponsor_id   bigint,
  actor           text        not null,
  reason          text        not null,
  at              timestamptz not null,
  test            boolean     not null default false,
  constraint affiliate_moves_pkey primary key (program_id, move_key),
  constraint move_is_of_an_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint move_leaves_an_affiliate foreign key (program_id, from_sponsor_id) references affiliates,
  constraint move_leads_to_an_affiliate foreign key (program_id, to_sponsor_id) references affiliates,
  constraint move_has_a_reason check (reason <> ''),
  constraint move_moves check (from_sponsor_id is distinct from to_sponsor_id)
);
create index moves_of_affiliate on affiliate_moves (program_id, affiliate_id, move_key);

-- Whoever had no sponsor had a path of one null.
update affiliates set path = array_remove(path, null) where array_position(path, null) is not null;

alter table affiliates
  add constraint path_names_ancestors check (array_position(path, null) is null),
  add constraint network_is_at_most_50_deep check (cardinality(path) <= 50);

create index affiliates_by_sponsor on affiliates (program_id, sponsor_id) where sponsor_id is not null;
-- Finds a whole network: everybody who has somebody among their ancestors.
create index affiliates_by_ancestor on affiliates using gin (path);

-- Everything that draws the tree of one program waits for the one before, so that the check at commit sees what is there.
create function lock_network() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7261957, new.program_id::integer);
  return new;
end $$;

create trigger network_is_drawn_by_one before insert or update of sponsor_id, path on affiliates
  for each row when (new.sponsor_id is not null) execute function lock_network();

-- At commit a path is the sponsor's path and the sponsor, for the affiliate itself and for those below it: so no path is stale and no cycle exists.
create function check_path() returns trigger language plpgsql as $$
declare
  own affiliates;
begin
  select * into own from affiliates where program_id = new.program_id and affiliate_id = new.affiliate_id;
  if own.path is distinct from coalesce(
       (select path || affiliate_id from affiliates where program_id = own.program_id and affiliate_id = own.sponsor_id), '{}')
  or exists (select from affiliates
              where program_id = own.program_id and sponsor_id = own.affiliate_id and path <> own.path || own.affiliate_id) then
    raise exception 'the path of affiliate % is not its sponsor''s', own.code
      using errcode = 'check_violation', constraint = 'path_continues_the_sponsors';
  end if;
  return null;
end $$;

create constraint trigger path_continues_the_sponsors after insert or update of sponsor_id, path on affiliates
  deferrable initially deferred for each row execute function check_path();
