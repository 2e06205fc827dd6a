-- A movement of stock says why: what staff corrected has their words and the name of their key.
alter table stock_movements
  add column reason text not null default '',
  add column actor  text not null default '',
  drop constraint movement_cause_is_known,
  drop constraint movement_of_an_order_names_it,
  add constraint movement_cause_is_known check (cause in ('import', 'order', 'cancel', 'correct')),
  add constraint movement_of_an_order_names_it check ((cause in ('order', 'cancel')) = (order_id is not null)),
  add constraint correction_says_why_and_who check ((cause = 'correct') = (reason <> '') and (cause = 'correct') = (actor <> ''));

-- Movements are read newest first; in place of the index that only found them.
drop index movements_of_variant;
create index movements_of_variant on stock_movements (program_id, variant_id, movement_id);
