"""What speaks for a level, as the assessment and the lead's page need it: `reading` fills the values of `proof`."""
