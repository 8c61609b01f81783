"""Speed, as ratios to floors measured in the same run: `./dev bench [--only AREA] [--json FILE]`."""
