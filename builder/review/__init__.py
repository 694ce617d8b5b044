"""What a change of `content/` changes in the published data, for whoever reviews it. Reads published data only."""
