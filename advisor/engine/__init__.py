"""What a run is made of: checked answers, the values under them, and the walk through the chart."""
