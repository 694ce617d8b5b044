"""A portal of one's own: made afresh (`new`), and looked over for what is missing or wrong (`doctor`)."""
