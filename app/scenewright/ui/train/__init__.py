"""The step that trains and deploys."""
