"""Our pages against four naive ways to draw the same data, measured in one run."""
