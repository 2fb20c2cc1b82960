"""From plans to pictures: the renderer protocol and the engines behind it."""
