"""What people type into the pages of the draft. Forms check the shape; what is allowed is decided in `draft`."""
