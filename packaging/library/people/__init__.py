"""Rigged, clothed people: bodies from CC0 data of the MakeHuman family, clothes, hair, paint and movement by us."""
