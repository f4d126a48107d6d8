"""The questionnaire: asks what can matter, one question at a time, and ends in advice.

`flow` knows what to ask next, `journal` keeps the answers on disk, `prompts` talks to the terminal,
`asking` puts one question, `ending` is the menu at the end, and `conversation` brings them together.
"""
