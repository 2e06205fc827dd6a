-- A shipment is a parcel that left.
create table shipments (
  program_id   bigint      not null,
  shipment_key bigint      not null generated always as identity,
  id           text        not null,
  order_key    bigint      not null,
  carrier      text        not null,
  tracking     text        not null,
  tracking_url text,
  shipped_at   timestamptz not null,
  test         boolean     not null,
  constraint shipments_pkey primary key (program_id, shipment_key),
  constraint shipment_id_is_unique unique (program_id, id),
  constraint shipment_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade
);
create index shipments_of_order on shipments (program_id, order_key);

-- What of an order is in a parcel.
create table shipment_lines (
  program_id   bigint  not null,
  shipment_key bigint  not null,
  order_key    bigint  not null,
  line         integer not null,
  quantity     bigint  not null,
  test         boolean not null,
  constraint shipment_lines_pkey primary key (program_id, shipment_key, line),
  constraint shipment_line_belongs_to_shipment foreign key (program_id, shipment_key) references shipments on delete cascade,
  constraint shipment_line_names_an_order_line foreign key (program_id, order_key, line) references order_lines on delete cascade,
  constraint shipment_line_ships_something check (0 < quantity)
);
