"""Every small mistake in the shipped rules is noticed."""
