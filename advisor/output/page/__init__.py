"""A questionnaire as one page for a browser: the rules as data, and the scripts that read them.

`data` is a ruleset as plain data, and the scripts beside it compute with it; `document` puts these, the chart and
what lies in `ui` into one file: the skeleton, the style sheet, and the scripts of the screen.
"""
