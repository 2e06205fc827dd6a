-- A link is an address of ours that leads where an affiliate wants and says who sent the visitor. `target` is absolute, or a path of the parent.
create table links (
  program_id   bigint      not null,
  link_id      bigint      not null generated always as identity,
  id           text        not null,
  affiliate_id bigint      not null,
  campaign     text        not null,
  sub_id       text        not null,
  target       text        not null,
  created_at   timestamptz not null,
  test         boolean     not null,
  constraint links_pkey primary key (program_id, link_id),
  constraint link_id_is_unique unique (program_id, id),
  constraint link_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint link_id_has_the_reserved_prefix check (starts_with(id, 'ZZ'))
);

create index links_of_affiliate on links (program_id, affiliate_id, link_id);
