"""What people bring and take away."""
