"""Files of the layouts that tools and providers write, made up here: small, valid, without anyone's data."""
