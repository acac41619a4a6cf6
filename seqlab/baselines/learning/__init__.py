"""What baselines that are fitted to windows share."""
