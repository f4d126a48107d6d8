"""What a run is made of: checked answers, the values under them, and the walk through the chart.

`answers` are values, `checking` makes them of what was given, `refusals` tells which cannot be together.
`scope` has the value of every name, `texts` fills it into sentences, `session` walks. `conditions` judges what
stands beside the walk, `questions` says what it asks, `within` tells a condition while an answer is open.
"""
