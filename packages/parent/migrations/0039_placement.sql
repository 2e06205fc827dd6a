-- A placement that the parent keeps for a site: pages have its id, and what it shows is changed here. Its names and rules are checked by the program.
create table placements (
  program_id    bigint      not null,
  placement_id  bigint      not null generated always as identity,
  site_id       bigint      not null,
  id            text        not null,
  name          text        not null,
  kind          text        not null,
  attributes    jsonb       not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint placements_pkey primary key (program_id, placement_id),
  constraint placement_id_is_unique unique (program_id, id),
  constraint placement_belongs_to_site foreign key (program_id, site_id) references sites,
  constraint placement_id_has_its_prefix check (starts_with(id, 'plc_')),
  constraint placement_has_a_name check (btrim(name) <> '' and length(name) <= 80),
  constraint placement_kind_is_known check (kind in ('offer', 'collection', 'cart', 'status', 'share', 'join')),
  constraint placement_attributes_are_an_object check (jsonb_typeof(attributes) = 'object'),
  constraint placement_is_changed_after_it_is_made check (created_at <= updated_at)
);

create index placements_of_site on placements (program_id, site_id, placement_id);
