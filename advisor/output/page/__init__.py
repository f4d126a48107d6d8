"""A questionnaire as one page for a browser: the rules as data, and the scripts that read them."""
