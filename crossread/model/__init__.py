"""The data of crossread: frozen structs and closed vocabularies, no behaviour."""
