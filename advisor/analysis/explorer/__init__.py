"""What changes where answers change, found once for all that ask for it.

`sweep` lets one answer or figure go through its values: the exact breaks, the pieces between them, and
where a walk ends in each (`ends`). `boundary_values` are answers on both sides of what the rules compare with,
`completed` fills them in for whatever a walk asks besides, and `walks` keeps the walks under many of them,
so that each is made once. How much is tried stands in `caps`.
"""
