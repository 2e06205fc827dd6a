-- An erasure is a record that personal data were replaced: by whom, when, of which orders and requests. It names nobody.
create table erasures (
  program_id  bigint      not null,
  erasure_key bigint      not null generated always as identity,
  at          timestamptz not null,
  actor       text        not null,
  orders      text[]      not null,
  leads       text[]      not null,
  test        boolean     not null default false,
  constraint erasures_pkey primary key (program_id, erasure_key),
  constraint erasure_belongs_to_program foreign key (program_id) references programs
);

-- A key that was followed by another is good until then; without a time for ever. A retired one is good for nothing.
alter table keys add column expires_at timestamptz;

-- The secrets of links were made with the program's key. From now on they have keys of their own, the first of them the same.
alter table keys drop constraint key_purpose_is_known;
alter table keys add constraint key_purpose_is_known check (purpose in ('program', 'sign', 'seal', 'link', 'staff'));
insert into keys (program_id, purpose, kid, secret, created_at)
select program_id, 'link', kid, secret, created_at
  from keys
 where purpose = 'program';
