"""The demo's story: PMO Flashmob London, its past year, its people and its next three dates. All invented."""
