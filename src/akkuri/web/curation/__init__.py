"""What people bring and take away to be kept right: templates, checks of their files, suggestions."""
